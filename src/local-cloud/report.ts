import type { LocalCloud } from './start.ts';

/** What the terminal says at start: where everything answers, and what is not emulated. */
export function report({ sites, endpoint, console, notices }: LocalCloud, seconds: number): string {
  const rows = [
    ...sites.map(({ title, url }) => [title, url] as const),
    ['AWS endpoint', endpoint] as const,
    ['console', console] as const,
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    ...(notices.length > 0 ? ['Different from AWS here:', ...notices.map((text) => `  - ${text}`), ''] : []),
    ...rows.map(([title, url]) => `  ${title.padEnd(width)}  ${url}`),
    '',
    `  ready in ${seconds.toFixed(1)} s, Ctrl-C ends it`,
  ].join('\n');
}
