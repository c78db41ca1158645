import type { Site } from './contract.ts';

export interface SiteDirectory {
  sites: readonly Site[];
  /** Further host names that lead to the site of the port. */
  hosts: readonly string[];
}

/**
 * The site that a request to a port is for. `127.0.0.1` and `localhost` mean the site of the port; a host name of any site
 * means that site, and so does `<label>.localhost` for the site whose custom domain starts with the label or whose stack
 * is the service of that name. Any other host is refused, so that a page of a foreign domain that points at this machine
 * (DNS rebinding) reads nothing.
 */
export function siteFor({ sites, hosts }: SiteDirectory, portKey: string, host: string): Site | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  const own = sites.find(({ key }) => key === portKey);
  if (isLoopback(name) || hosts.includes(name)) return own;
  return (
    sites.find((site) => site.hosts.some((pattern) => fits(pattern.toLowerCase(), name))) ??
    siteByLabel(sites, name)
  );
}

/** Host names that always mean this machine. */
export const isLoopback = (name: string): boolean =>
  name === '127.0.0.1' || name === 'localhost' || name === '[::1]' || name === '';

const fits = (pattern: string, name: string) =>
  pattern === name || (pattern.startsWith('*.') && name.slice(name.indexOf('.')) === pattern.slice(1));

/** The public site that `<label>.localhost` stands for. */
export function siteByLabel(sites: readonly Site[], name: string): Site | undefined {
  if (!name.endsWith('.localhost')) return undefined;
  const label = name.slice(0, -'.localhost'.length);
  const open = sites.filter((site) => site.public !== false);
  return (
    open.find(({ hosts }) => hosts.some((host) => host === label || host.startsWith(`${label}.`))) ??
    open.find(({ key }) => `-${key.replace(/[^A-Za-z0-9]+/g, '-')}-`.includes(`-${label}-`))
  );
}
