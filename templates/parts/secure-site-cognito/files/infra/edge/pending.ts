import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { clearCookie, cookies, readCookie, setCookie } from "./session-cookies.ts";
import type { Visit } from "./visit.ts";

/** What a sign-in that is under way keeps in the browser: it ends where it began, or not at all. */
export interface Pending {
  nonce: string;
  verifier: string;
  /** The path to go on to, with its query. */
  to: string;
  /** Lets nobody guess the state from the rest. */
  salt: string;
}

/** How long somebody may take to sign in, in seconds. */
const patience = 600;
/** How many sign-ins may be under way in one browser: each takes up to 3 KB of every request. */
const most = 4;
const stateForm = /^[0-9a-f]{64}$/;
const random = () => randomBytes(32).toString("base64url");

export const begin = (to: string): Pending => ({ nonce: random(), verifier: random(), to, salt: random() });

/** What goes by the login page and comes back: a hash of what is kept, which therefore nobody can change meanwhile. */
export function stateOf({ nonce, verifier, to, salt }: Pending): string {
  return createHash("sha256")
    .update(JSON.stringify([nonce, verifier, to, salt]))
    .digest("hex");
}

/** Keeps a sign-in, apart from those of other tabs; the oldest go when there are many, which browsers send first. */
export function keep(pending: Pending, visit: Visit): string[] {
  const kept = Buffer.from(JSON.stringify(pending)).toString("base64url");
  const surplus = pendingNames(visit).slice(0, 1 - most);
  return [setCookie(nameOf(stateOf(pending)), kept, patience), ...surplus.map(clearCookie)];
}

/** The sign-in of a state that came back; undefined when this browser has not begun it, or what it kept was changed. */
export function pendingOf(visit: Visit, state: string): Pending | undefined {
  if (!stateForm.test(state)) return undefined;
  try {
    const kept = Buffer.from(readCookie(visit, nameOf(state)) ?? "", "base64url").toString();
    const { nonce, verifier, to, salt } = JSON.parse(kept);
    const pending = { nonce, verifier, to, salt };
    const isWhole = Object.values(pending).every((text) => typeof text === "string" && text !== "");
    return isWhole && same(stateOf(pending), state) ? pending : undefined;
  } catch {
    return undefined;
  }
}

/** Clears the cookie of one sign-in. */
export const forget = (pending: Pending): string => clearCookie(nameOf(stateOf(pending)));

/** Clears the cookies of all sign-ins that are under way. */
export const forgetAll = (visit: Visit): string[] => pendingNames(visit).map(clearCookie);

export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const nameOf = (state: string): string => `${cookies.signIn}-${state.slice(0, 16)}`;

function pendingNames(visit: Visit): string[] {
  const start = `${cookies.signIn}-`.toLowerCase();
  const states = Object.keys(visit.cookies).filter((name) => name.startsWith(start));
  return states
    .map((name) => name.slice(start.length))
    .filter((state) => /^[0-9a-f]{16}$/.test(state))
    .map(nameOf);
}
