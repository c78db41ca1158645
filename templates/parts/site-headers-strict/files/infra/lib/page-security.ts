import { contentSecurityPolicy, inlineHashes } from "./content-security-policy.ts";
import type { SitePart } from "./site-part.ts";

/** Each page carries the policy that fits its own scripts and styles, whichever release or variant it is of. */
export const pageSecurity: SitePart = {
  copies: (copies, { connectTo }) => {
    const policy = contentSecurityPolicy(connectTo, inlineHashes("web/dist/index.html"));
    return copies.map((copy) => ({ ...copy, metadata: { ...copy.metadata, "page-policy": policy } }));
  },
};
