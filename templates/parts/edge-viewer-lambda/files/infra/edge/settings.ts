import type { Settings } from "./visit.ts";

/** How long an environment of the function goes by what it has read, in milliseconds. */
const freshFor = 5_000;
const known = new Map<string, { text: Promise<string | undefined>; until: number }>();

/**
 * Lambda@Edge has no environment variables and no key value store. Its settings are public words of the site, which are
 * read from the distribution itself: below `/_edge/`, a behaviour without this function.
 */
export function settingsOf(domainName: string): Settings {
  return (key) => {
    const url = `https://${domainName}/_edge/${key}`;
    const before = known.get(url);
    if (before && before.until > Date.now()) return before.text;
    const text = before ? read(url).catch((error: unknown) => goOnWith(before.text, error)) : read(url);
    known.set(url, { text, until: Date.now() + freshFor });
    // What could never be read is asked for anew by the next visitor.
    text.catch(() => known.delete(url));
    return text;
  };
}

/** The site stays up by what was read last while a setting cannot be read. */
function goOnWith(last: Promise<string | undefined>, error: unknown): Promise<string | undefined> {
  console.error("A setting could not be read; the last one counts.", error);
  return last;
}

async function read(url: string): Promise<string | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.text();
}
