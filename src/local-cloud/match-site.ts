import type { Site } from './contract.ts';
import { ProjectError } from './project/esbuild.ts';

/**
 * The one public site that a name means: its title, its key or a host name of it, else the only one whose title or key
 * holds the name.
 * @throws ProjectError when none or several fit
 */
export function matchSite<T extends { key: string; title: string }>(
  open: readonly T[],
  sites: readonly Site[],
  name: string,
): T {
  const wanted = name.toLowerCase();
  const hosts = (key: string) => sites.find((site) => site.key === key)?.hosts ?? [];
  const exact = open.filter(({ key, title }) =>
    [key, title, ...hosts(key)].some((text) => text.toLowerCase() === wanted),
  );
  const near = open.filter(({ key, title }) => `${title} ${key}`.toLowerCase().includes(wanted));
  const found = exact.length > 0 ? exact : near;
  if (found.length === 1) return found[0]!;
  const titles = open.map(({ title }) => title).join(', ') || 'none';
  throw new ProjectError(
    `${found.length > 0 ? 'Several sites fit' : 'No site is called'} ${name}. There are: ${titles}.`,
  );
}
