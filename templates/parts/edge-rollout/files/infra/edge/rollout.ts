import { draw } from "./draw.ts";
import { isShared, keepCookie } from "./pages.ts";
import { type Releases, releasesKey } from "./releases.ts";
import type { Answer, Feature, Reply, Settings, Visit } from "./visit.ts";

export const rollout: Feature = { request: chooseRelease, response: keepTicket };

const cookie = "__Host-rollout";
/** Names of cookies arrive in lower case. */
const kept = cookie.toLowerCase();
const lastingDays = 30;

/** The release becomes part of the path, so that the cache keeps releases apart and knows nothing of cookies. */
async function chooseRelease(visit: Visit, settings: Settings): Promise<Answer | undefined> {
  if (isShared(visit.uri)) return undefined;
  const text = await settings(releasesKey);
  if (text === undefined) {
    // Until a release is chosen, visitors get the pages that were deployed last, and no release by its own path.
    if (visit.uri.startsWith("/releases/")) visit.uri = `/releases/none${visit.uri}`;
    return undefined;
  }
  const releases: Releases = JSON.parse(text);
  const share = (releases.percent || 0) * 100;
  const release = releases.candidate !== undefined && Number(ticketOf(visit)) < share && releases.candidate;
  visit.uri = `/releases/${release || releases.stable}${visit.uri}`;
  return undefined;
}

/** The ticket stays while the share grows: who has seen the candidate keeps it, and who has not gets it once. */
async function keepTicket(visit: Visit, reply: Reply): Promise<void> {
  if (isShared(visit.uri) || isTicket(visit.cookies[kept])) return;
  reply.cookies.push(keepCookie(cookie, ticketOf(visit), lastingDays));
}

/** Four digits: the visitor's place among ten thousand. */
function ticketOf(visit: Visit): string {
  const before = visit.cookies[kept];
  if (before !== undefined && isTicket(before)) return before;
  const drawn = String(Math.floor(draw(visit.id, "rollout") * 10000));
  return `000${drawn}`.slice(-4);
}

function isTicket(text: string | undefined): boolean {
  return text !== undefined && /^\d{4}$/.test(text);
}
