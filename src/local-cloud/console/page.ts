import { script } from './page-script.ts';
import { style } from './page-style.ts';

/** The console page, whole: no other file is loaded. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local cloud</title>
<style>${style}</style>
</head>
<body>
<header>
  <h1>Local cloud</h1>
  <nav id="sites" aria-label="Sites"></nav>
</header>
<div class="bar">
  <div role="tablist" aria-label="Views">
    <button role="tab" id="tab-events" aria-controls="events" aria-selected="true">Events <kbd>1</kbd></button>
    <button role="tab" id="tab-resources" aria-controls="resources" aria-selected="false">Resources <kbd>2</kbd></button>
    <button role="tab" id="tab-state" aria-controls="state" aria-selected="false">State <kbd>3</kbd></button>
  </div>
  <label>Filter <kbd>/</kbd> <input id="filter" type="search" autocomplete="off" spellcheck="false"></label>
  <span id="status" role="status"></span>
</div>
<main>
  <section id="events" role="tabpanel" aria-labelledby="tab-events" tabindex="-1"><ol class="rows"></ol></section>
  <section id="resources" role="tabpanel" aria-labelledby="tab-resources" tabindex="-1" hidden><ol class="rows"></ol></section>
  <section id="state" role="tabpanel" aria-labelledby="tab-state" tabindex="-1" hidden><pre></pre></section>
  <aside id="detail" aria-label="Details" hidden><button id="close">Close <kbd>Esc</kbd></button><pre tabindex="0"></pre></aside>
</main>
<footer><kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> open, <kbd>t</kbd> only this request, <kbd>Esc</kbd> close</footer>
<script>${script}</script>
</body>
</html>
`;
