import type { LocalCloud } from './start.ts';

/** What the terminal says at start: where everything answers, what is not emulated, and how much needs no emulation or, verbose, what. */
export function report(local: LocalCloud, seconds: number, verbose = false): string {
  const { sites, endpoint, console, devServer, notices, simpler, withoutEffect } = local;
  const rows = [
    ...sites.map(({ title, url }) => [title, url] as const),
    ['AWS endpoint', endpoint] as const,
    ['console', console] as const,
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    ...(notices.length > 0 ? ['Different from AWS here:', ...notices.map((text) => `  - ${text}`), ''] : []),
    ...(simpler.length > 0 ? [...wrapped(`Simpler here than on AWS: ${simpler.join('; ')}.`), ''] : []),
    ...(withoutEffect.length > 0 ? [...inShort(withoutEffect, verbose), ''] : []),
    ...(devServer ? [...wrapped(hotSite(devServer)), ''] : []),
    ...rows.map(([title, url]) => `  ${title.padEnd(width)}  ${url}`),
    '',
    `  ready in ${seconds.toFixed(1)} s, Ctrl-C ends it`,
  ].join('\n');
}

function inShort(withoutEffect: string[], verbose: boolean): string[] {
  if (verbose) return ['Without effect here:', ...withoutEffect.map((text) => `  - ${text}`)];
  const counts = new Map<string, number>();
  for (const text of withoutEffect) {
    const [type = '', ...properties] = text.split(/,? /);
    const service = type.split('::')[0]!;
    counts.set(service, (counts.get(service) ?? 0) + Math.max(1, properties.length));
  }
  const listed = [...counts].map(([service, count]) => `${service} ${count}`).join(', ');
  return wrapped(`Without effect here: ${listed}. --verbose and the console page name them.`);
}

/** What is relaxed for a dev server, and only for it. */
const hotSite = (devServer: string) =>
  `The site comes from ${devServer}'s dev server: an edit shows without a reload. For its pages alone the content security policy lets inline scripts and styles and a base of their own pass, CloudFront keeps none of them, and its functions do not see the server's own paths (/@...). --no-hot serves the build.`;

/** A paragraph of lines that fit a terminal. */
function wrapped(text: string, width = 100): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width)
      lines.push(last === undefined ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
