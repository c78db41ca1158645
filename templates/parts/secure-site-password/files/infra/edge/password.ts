import crypto from "node:crypto";
import type { Answer, Feature, Settings, Visit } from "./visit.ts";

/** Only who knows the name and the password of the site sees it. Nobody does until one is set. */
export const password: Feature = { request: letIn };

/** The hash is kept under this key, with its salt. */
export const passwordKey = "site-password";

export interface PasswordHash {
  salt: string;
  hash: string;
}

async function letIn(visit: Visit, settings: Settings): Promise<Answer | undefined> {
  const text = await settings(passwordKey);
  const sent = visit.headers.authorization;
  if (text !== undefined && sent !== undefined && sent.slice(0, 6).toLowerCase() === "basic ") {
    const known: PasswordHash = JSON.parse(text);
    if (same(hashOf(sent.slice(6).trim(), known.salt), known.hash)) return undefined;
  }
  return {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="Site", charset="UTF-8"', "cache-control": "no-store" },
    cookies: [],
    body: "Sign in first.",
  };
}

/** Of `name:password` in Base64, as browsers send it. */
export function hashOf(credentials: string, salt: string): string {
  return crypto.createHmac("sha256", salt).update(credentials).digest("hex");
}

/** Takes the same time wherever the first difference is. */
function same(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index % other.length);
  }
  return difference === 0;
}
