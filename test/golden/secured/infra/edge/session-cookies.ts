import type { Visit } from "./visit.ts";

/** Browsers take these names only over TLS, for this very host and every path; no script reads them. */
export const cookies = {
  /** The id token, which Cognito has signed. */
  session: "__Host-session",
  refresh: "__Host-refresh",
  /** How the names begin of what sign-ins that are under way have to find again: pending.ts. */
  signIn: "__Host-sign-in",
};

export function readCookie(visit: Visit, name: string): string | undefined {
  return visit.cookies[name.toLowerCase()] || undefined;
}

export function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
}

export const clearCookie = (name: string): string => setCookie(name, "", 0);
