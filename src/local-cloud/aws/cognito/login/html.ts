/** Small parts of HTML pages; every text that comes from elsewhere passes through `escapeHtml`. */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character]!);

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; place-items: center; min-height: 100vh }
main { width: min(24rem, 100% - 2rem); padding: 2rem 0 }
label { display: block; margin-top: 1rem }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem }
button { width: 100%; margin-top: 1.5rem; font: inherit; padding: .6rem; cursor: pointer }
[role=alert] { border-left: 4px solid #b00020; padding: .5rem .75rem }
[role=status] { border-left: 4px solid #006d3c; padding: .5rem .75rem }
code { overflow-wrap: anywhere }
`;

export interface PageParts {
  title: string;
  /** What went wrong, in the service's words. */
  problem?: string;
  /** What went well or has to be known. */
  notice?: string;
  /** HTML. */
  content: string;
}

export const document = ({ title, problem, notice, content }: PageParts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${problem ? `<p role="alert">${escapeHtml(problem)}</p>` : ''}
${notice ? `<p role="status">${escapeHtml(notice)}</p>` : ''}
${content}
</main>
</body>
</html>
`;

export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'tel';
  autocomplete?: string;
  value?: string;
  required?: boolean;
  /** A code of digits: the numeric keyboard. */
  numeric?: boolean;
}

export interface Form {
  action: string;
  csrf: string;
  hidden?: Record<string, string>;
  fields: Field[];
  button: string;
}

export function form({ action, csrf, hidden = {}, fields, button }: Form): string {
  const kept = Object.entries({ _csrf: csrf, ...hidden }).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post" action="${escapeHtml(action)}">
${[...kept, ...fields.map(field)].join('\n')}
<button type="submit">${escapeHtml(button)}</button>
</form>`;
}

function field({ name, label, type = 'text', autocomplete = 'off', value, required = true, numeric }: Field) {
  const more = `${value ? ` value="${escapeHtml(value)}"` : ''}${required ? ' required' : ''}${numeric ? ' inputmode="numeric"' : ''}`;
  return `<label for="${escapeHtml(name)}">${escapeHtml(label)}</label>
<input id="${escapeHtml(name)}" name="${escapeHtml(name)}" type="${type}" autocomplete="${autocomplete}"${more}>`;
}

export const link = (href: string, text: string): string =>
  `<p><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></p>`;
