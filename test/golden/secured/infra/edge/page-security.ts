import type { Feature, Reply, Visit } from "./visit.ts";

export const pageSecurity: Feature = { response: setPolicy };

/** What the page was stored with (infra/lib/page-security.ts). */
const carried = "x-amz-meta-page-policy";

/** A page brings the content security policy that names its own scripts and styles; the bucket's headers stay inside. */
async function setPolicy(_visit: Visit, reply: Reply): Promise<void> {
  const policy = reply.headers[carried];
  reply.headers[carried] = undefined;
  const type = reply.headers["content-type"];
  if (policy !== undefined && type !== undefined && type.startsWith("text/html")) {
    reply.headers["content-security-policy"] = policy;
    // So no browser asks whether the page has changed: a 304 brings the policy of all answers alike, which would take
    // the place of the page's own and shut out the scripts that the page holds.
    reply.headers.etag = undefined;
    reply.headers["last-modified"] = undefined;
  }
}
