import type { SitePart } from "./site-part.ts";

/** Tells pages where a visitor signs out: without that, the cookies of the site would let them in again. */
export const signedIn: SitePart = {
  copies: (copies) =>
    copies.map((copy) => ({ ...copy, config: { ...copy.config, signOutUrl: "/_auth/sign-out" } })),
};
