import { fileURLToPath } from 'node:url';

/** Replaced with script and style of `page/` when the local cloud is bundled to one file. */
declare const CONSOLE_PAGE: PageParts | undefined;

interface PageParts {
  script: string;
  style: string;
}

let html: string | undefined;

/** The console page, whole: no other file is loaded. */
export async function pageHtml(): Promise<string> {
  html ??= document(typeof CONSOLE_PAGE === 'object' ? CONSOLE_PAGE : await buildPage());
  return html;
}

/** Bundles `page/`; whoever bundles the local cloud defines `CONSOLE_PAGE` with it. */
async function buildPage(): Promise<PageParts> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: ['main.ts', 'style.css'].map((name) =>
      fileURLToPath(new URL(`./page/${name}`, import.meta.url)),
    ),
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'iife',
    target: 'es2022',
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { script: text('.js'), style: text('.css') };
}

const document = ({ script, style }: PageParts) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Local cloud</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript>The console of the local cloud needs JavaScript.</noscript>
<p class="empty" role="status">Asking the local cloud…</p>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
