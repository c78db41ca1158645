/** The hosted login of a domain: its pages, and the OAuth 2.0 endpoints beside them. */
import { AwsError } from '../../../aws-error.ts';
import type { HttpRequest, HttpResponse, Site } from '../../../contract.ts';
import type { Domain, Pool, Room } from '../types.ts';
import { confirmSignUp } from '../users/sign-up.ts';
import { type Authorization, errorPage, readAuthorization } from './authorization.ts';
import { type Browsers, browserUser, forgetBrowser, isOwnForm } from './browser.ts';
import { type CodeGrants, grant } from './codes.ts';
import { json, type LoginRequest, page, readRequest, redirect, withQuery } from './exchange.ts';
import { forms } from './forms.ts';
import {
  confirmPage,
  donePage,
  forgotPage,
  loginPage,
  type PageContext,
  problemPage,
  signUpPage,
  startPage,
  unavailablePage,
} from './pages.ts';
import { isRegistered, reachable } from './redirect-uris.ts';
import { revokeEndpoint, tokenEndpoint } from './token.ts';
import { userInfoEndpoint } from './user-info.ts';

/** Makes the sites of domains. `changed` is told after each request that may have changed users or sessions. */
export function createLogin(room: Room, changed: () => void): (domain: Domain) => Site {
  const codes: CodeGrants = new Map();
  const browsers: Browsers = new Map();
  const state = { room, codes, browsers };
  return ({ key, title, host, poolId, managedLogin }) => ({
    key,
    title,
    kind: 'login',
    hosts: [host],
    handle: async (incoming: HttpRequest) => {
      const pool = room.pools.get(poolId);
      if (!pool) return page('', 404);
      const answer = await route({ ...state, managedLogin }, pool, readRequest(incoming));
      if (incoming.method === 'POST') changed();
      return answer;
    },
  });
}

interface State {
  room: Room;
  codes: CodeGrants;
  browsers: Browsers;
  managedLogin: boolean;
}

async function route(state: State, pool: Pool, request: LoginRequest): Promise<HttpResponse> {
  const { room, codes } = state;
  const context: PageContext = { room, pool, request };
  if (request.method === 'OPTIONS') return preflight();
  switch (`${request.method} ${request.path}`) {
    case 'GET /':
      return startPage(context);
    case 'GET /error':
      return problemPage(request.query, room.clients.get(request.query.get('client_id') ?? ''));
    case 'POST /oauth2/token':
      return tokenEndpoint(room, codes, pool, request);
    case 'POST /oauth2/revoke':
      return revokeEndpoint(room, pool, request);
    case 'GET /oauth2/userInfo':
    case 'POST /oauth2/userInfo':
      return userInfoEndpoint(room, pool, request);
    case 'GET /logout':
      return logout(state, pool, request);
    case 'GET /confirmUser':
      return confirmByLink(context);
  }
  const handler = request.method === 'POST' ? forms[request.path] : undefined;
  const show = request.method === 'GET' ? pages[request.path] : undefined;
  if (!handler && !show) return page('', request.path in forms || request.path in pages ? 405 : 404);
  const read = readAuthorization(room, pool, request.query);
  if ('refused' in read) return read.refused;
  const { authorization } = read;
  const { client } = authorization;
  // The endpoint itself needs no page: it leads to one, or straight back.
  if (show !== authorize && state.managedLogin && !room.branded.has(client.id))
    return unavailablePage(client);
  if (show) return show(state, context, authorization);
  if (!isOwnForm(room, pool, request)) {
    return loginPage(context, { problem: 'This page is out of date. Please try again.' });
  }
  return handler!({ ...state, ...context, authorization });
}

type Show = (
  state: State,
  context: PageContext,
  authorization: Authorization,
) => HttpResponse | Promise<HttpResponse>;

/** Pages that belong to a request for authorization. */
const pages: Readonly<Record<string, Show>> = {
  '/oauth2/authorize': authorize,
  '/login': (_, context) => loginPage(context),
  '/signup': (_, context) => signUpPage(context),
  '/confirm': (_, context) => confirmPage(context, context.request.query.get('username') ?? ''),
  '/forgotPassword': (_, context) => forgotPage(context),
};

/** A browser that signed in before goes straight back; any other sees the login page. */
function authorize(
  { room, codes, browsers }: State,
  { pool, request }: PageContext,
  authorization: Authorization,
) {
  const known = authorization.prompt === 'login' ? undefined : browserUser(room, browsers, pool, request);
  if (known) {
    const call = { clientId: authorization.client.id, traceId: request.traceId, metadata: {} };
    return grant(room, codes, authorization, { pool, ...known, call });
  }
  if (authorization.prompt === 'none') {
    const { redirectUri, state } = authorization;
    return redirect(withQuery(reachable(room.cloud, redirectUri), { error: 'login_required', state }));
  }
  return redirect(`/login?${request.rawQuery}`);
}

/** GET /logout: back to a registered address, or to the login page (developer guide, "The managed login sign-out endpoint"). */
function logout({ room, browsers }: State, pool: Pool, request: LoginRequest): HttpResponse {
  const { query } = request;
  const clientId = query.get('client_id') ?? undefined;
  const client = clientId === undefined ? undefined : room.clients.get(clientId);
  if (client?.poolId !== pool.id)
    return errorPage(
      clientId ? 'invalid_client' : 'Required String parameter client_id is not present',
      clientId,
    );
  const cookies = forgetBrowser(browsers, pool, request);
  const target = query.get('logout_uri');
  if (target !== null) {
    const registered: string[] = client.settings.LogoutURLs ?? [];
    if (!isRegistered(room.cloud, registered, target)) return errorPage('redirect_mismatch', clientId);
    return redirect(reachable(room.cloud, target), cookies);
  }
  const read = readAuthorization(room, pool, query);
  return 'refused' in read ? read.refused : redirect(`/login?${request.rawQuery}`, cookies);
}

/** The link of a confirmation message. */
async function confirmByLink({ room, pool, request }: PageContext): Promise<HttpResponse> {
  const { query, traceId } = request;
  const client = room.clients.get(query.get('client_id') ?? '');
  if (client?.poolId !== pool.id) return errorPage('invalid_client');
  const [username, code] = [query.get('user_name') ?? '', query.get('confirmation_code') ?? ''];
  const call = { clientId: client.id, traceId, metadata: {} };
  try {
    await confirmSignUp(room, pool, client, call, { username, code, forceAlias: false });
  } catch (error) {
    if (error instanceof AwsError) return errorPage(error.message, client.id);
    throw error;
  }
  return donePage('Confirmed', 'Your registration has been confirmed!');
}

/** Pages of any origin may ask the token endpoints. */
const preflight = (): HttpResponse =>
  json(200, undefined, [
    ['access-control-allow-methods', 'GET, POST, OPTIONS'],
    ['access-control-allow-headers', 'authorization, content-type, x-amz-user-agent'],
    ['access-control-max-age', '600'],
  ]);
