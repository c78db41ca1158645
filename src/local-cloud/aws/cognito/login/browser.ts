import { createHmac, randomBytes } from 'node:crypto';
import type { Pool, Room, User } from '../types.ts';
import { isSameText } from '../users/codes.ts';
import type { Headers, LoginRequest } from './exchange.ts';

/** A signed-in browser; the cookie is good for an hour (developer guide, "Managed login", 2026). */
export interface BrowserSession {
  poolId: string;
  username: string;
  authenticatedAt: number;
  expiresAt: number;
}

const hour = 60 * 60 * 1000;

/** All pools share the host 127.0.0.1 and with it the cookies, so that the name holds the pool. */
const sessionCookie = ({ id }: Pool) => `cognito-${id}`;
const csrfCookie = ({ id }: Pool) => `XSRF-TOKEN-${id}`;

export type Browsers = Map<string, BrowserSession>;

/** The user of a browser that signed in before, as long as the account allows it. */
export function browserUser(
  { clock }: Room,
  browsers: Browsers,
  pool: Pool,
  { cookies }: LoginRequest,
): { user: User; authenticatedAt: number } | undefined {
  const session = browsers.get(cookies.get(sessionCookie(pool)) ?? '');
  if (!session || session.poolId !== pool.id || session.expiresAt <= clock.now()) return undefined;
  const user = pool.users.get(session.username);
  if (!user?.enabled || user.status !== 'CONFIRMED') return undefined;
  return { user, authenticatedAt: session.authenticatedAt };
}

/** Remembers a sign-in; gives the cookie. */
export function rememberBrowser({ clock }: Room, browsers: Browsers, pool: Pool, user: User): Headers {
  const now = clock.now();
  for (const [id, { expiresAt }] of browsers) if (expiresAt <= now) browsers.delete(id);
  const id = randomBytes(32).toString('base64url');
  browsers.set(id, { poolId: pool.id, username: user.username, authenticatedAt: now, expiresAt: now + hour });
  return [['set-cookie', `${sessionCookie(pool)}=${id}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`]];
}

export function forgetBrowser(browsers: Browsers, pool: Pool, { cookies }: LoginRequest): Headers {
  const name = sessionCookie(pool);
  browsers.delete(cookies.get(name) ?? '');
  return [['set-cookie', `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`]];
}

/** The token that a form carries, bound to a cookie of the same browser. */
export function csrfToken(
  { secret }: Room,
  pool: Pool,
  { cookies }: LoginRequest,
): { token: string; headers: Headers } {
  const known = cookies.get(csrfCookie(pool));
  const seed = known ?? randomBytes(24).toString('base64url');
  const cookie = `${csrfCookie(pool)}=${seed}; Path=/; HttpOnly; SameSite=Lax`;
  return { token: csrfOf(secret, seed), headers: known ? [] : [['set-cookie', cookie]] };
}

/** Whether a form came from a page of this site in the same browser. */
export function isOwnForm({ secret }: Room, pool: Pool, { cookies, form }: LoginRequest): boolean {
  const seed = cookies.get(csrfCookie(pool));
  return seed !== undefined && isSameText(csrfOf(secret, seed), form.get('_csrf') ?? '');
}

const csrfOf = (secret: Buffer, seed: string) =>
  createHmac('sha256', secret).update(seed).digest('base64url');
