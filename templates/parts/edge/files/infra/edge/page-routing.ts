import type { Answer, Feature, Visit } from "./visit.ts";

export const pageRouting: Feature = { request: routeToPage };

/** Deep links are routes of the application: every path without a file extension gets its page. */
async function routeToPage(visit: Visit): Promise<Answer | undefined> {
  const file = visit.uri.slice(visit.uri.lastIndexOf("/") + 1);
  if (!file.includes(".")) visit.uri = "/index.html";
  return undefined;
}
