/**
 * Cookies of `cookie` headers, by name in lower case. Browsers keep the prefix `__Host-` for what this very host has set; those
 * that look for it in this spelling alone let a sibling host set `__host-session` for all of the domain, which is left out.
 */
export function requestCookies(values: string[]): Record<string, string> {
  const cookies = values
    .flatMap((value) => value.split(";"))
    .map((pair) => {
      const [name = "", ...rest] = pair.trim().split("=");
      return [name, rest.join("=")] as const;
    })
    .filter(([name]) => name.startsWith("__Host-") || !/^__host-/i.test(name));
  return Object.fromEntries(cookies.map(([name, value]) => [name.toLowerCase(), value]));
}
