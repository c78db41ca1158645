/** The looks of the console page, in the light or the dark that the system asks for. */
export const style = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-rows: auto auto 1fr auto; height: 100vh; }
header, .bar, footer { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .5rem 1rem; }
h1 { font-size: 1rem; margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
main { display: flex; min-height: 0; border-block: 1px solid #8884; }
section { flex: 1; overflow: auto; min-width: 0; }
.rows { list-style: none; margin: 0; padding: 0; font-family: ui-monospace, monospace; font-size: 12px; }
.row { display: grid; grid-template-columns: 8ch 7ch 24ch 5ch 9ch 1fr; gap: 1ch; width: 100%; padding: .15rem 1rem; border: 0;
  background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
.row > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row:hover { background: #8882; }
.row:focus-visible, button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid #2a7ade; outline-offset: -2px; }
.bad { color: #c22; } .notice { color: #a60; }
@media (prefers-color-scheme: dark) { .bad { color: #f77; } .notice { color: #fb5; } }
aside { flex: 1; overflow: auto; border-left: 1px solid #8884; padding: .5rem 1rem; }
pre { font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
button[aria-selected="true"] { font-weight: 600; text-decoration: underline; }
[hidden] { display: none; }
footer { font-size: 12px; }
`;
