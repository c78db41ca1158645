import * as oauth from "oauth4webapi";
import { type Authenticator, authenticatorOf } from "./authenticator.ts";

/** What config.json says of signing in. */
export interface SignInConfig {
  /** Who the tokens say has issued them. */
  issuer: string;
  clientId: string;
  loginUrl: string;
  /** Where people change their own accounts: Cognito's API. */
  cognitoUrl: string;
  /** Where a visitor signs out of the site itself, when it is for those alone who have signed in. */
  signOutUrl?: string;
}

/** Somebody who is signed in. The tokens are in the memory of this page alone, out of reach once it is closed. */
export interface Session {
  readonly user: string;
  /** A `fetch` that says who calls. */
  readonly fetch: typeof fetch;
  readonly authenticator: Authenticator;
  signOut(): Promise<void>;
}

/** What people type in here to sign in: nothing, as they do so on the login page. */
export const signInField: string | undefined = undefined;

/** What has to be known again when the login page sends the visitor back. It opens nothing by itself. */
interface Visit {
  state: string;
  nonce: string;
  verifier: string;
  /** The page that the visitor asked for. */
  page: string;
}

const visitKey = "sign-in";
/** Set while somebody is signed in: a reloaded page asks the login page for tokens without a question. */
const signedInKey = "signed-in";
const redirectUri = () => `${location.origin}/signed-in`;

function parties({ issuer, clientId, loginUrl }: SignInConfig) {
  const server: oauth.AuthorizationServer = {
    issuer,
    authorization_endpoint: `${loginUrl}/oauth2/authorize`,
    token_endpoint: `${loginUrl}/oauth2/token`,
    revocation_endpoint: `${loginUrl}/oauth2/revoke`,
  };
  // On your own machine the login page speaks HTTP, like the site.
  const options = { [oauth.allowInsecureRequests]: location.protocol === "http:" };
  return { server, client: { client_id: clientId }, options };
}

/**
 * The session of a visitor who comes back from the login page, or who reloads a page; `undefined` for one who is not
 * signed in. Throws when what the login page has sent is not meant for this visit.
 */
export async function openSession(config: SignInConfig): Promise<Session | undefined> {
  if (location.pathname === "/signed-in") return finishSignIn(config);
  if (sessionStorage.getItem(signedInKey)) return leave(config, { prompt: "none" });
  return undefined;
}

/** Leads to the login page, which sends the visitor back to the page that is shown now. */
export const signIn = (config: SignInConfig, _typed: string): Promise<Session> => leave(config);

async function leave(config: SignInConfig, more: Record<string, string> = {}): Promise<never> {
  const verifier = oauth.generateRandomCodeVerifier();
  const visit: Visit = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier,
    page: location.pathname + location.search + location.hash,
  };
  sessionStorage.setItem(visitKey, JSON.stringify(visit));
  // Without `scope`, Cognito grants all that the client may have.
  const query = new URLSearchParams({
    client_id: config.clientId,
    response_type: "code",
    redirect_uri: redirectUri(),
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  });
  location.assign(`${config.loginUrl}/oauth2/authorize?${query}`);
  return new Promise(() => undefined);
}

async function finishSignIn(config: SignInConfig): Promise<Session | undefined> {
  const url = new URL(location.href);
  const visit: Visit | null = JSON.parse(sessionStorage.getItem(visitKey) ?? "null");
  sessionStorage.removeItem(visitKey);
  // The code leaves the address bar, and with it the history, before anything else happens.
  history.replaceState(null, "", visit?.page ?? "/");
  if (!visit) return undefined;
  try {
    const session = await redeem(config, url, visit);
    sessionStorage.setItem(signedInKey, "yes");
    return session;
  } catch (error) {
    sessionStorage.removeItem(signedInKey);
    // The login page has forgotten a visitor whom it was not to ask.
    if (error instanceof oauth.AuthorizationResponseError && error.error === "login_required")
      return undefined;
    throw new Error("You could not be signed in. Try again.", { cause: error });
  }
}

async function redeem(config: SignInConfig, url: URL, { state, nonce, verifier }: Visit): Promise<Session> {
  const { server, client, options } = parties(config);
  const answer = oauth.validateAuthResponse(server, client, url, state);
  const tokens = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      answer,
      redirectUri(),
      verifier,
      options,
    ),
    { expectedNonce: nonce, requireIdToken: true },
  );
  return sessionOf(config, tokens);
}

function sessionOf(config: SignInConfig, first: oauth.TokenEndpointResponse): Session {
  const { server, client, options } = parties(config);
  let tokens = first;
  let refreshAt = refreshTime(first);
  let refreshing: Promise<void> | undefined;

  /** A refresh token is good once, so that requests that come at once wait for one refresh. */
  async function refresh(): Promise<void> {
    const request = oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      tokens.refresh_token ?? "",
      options,
    );
    const next = await oauth.processRefreshTokenResponse(server, client, await request);
    tokens = { ...tokens, ...next };
    refreshAt = refreshTime(next);
  }

  async function accessToken(): Promise<string> {
    if (Date.now() >= refreshAt) {
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      // When it fails, the API refuses the old token, and the page says so.
      await refreshing.catch(() => undefined);
    }
    return tokens.access_token;
  }

  const user = String(oauth.getValidatedIdTokenClaims(first)?.email ?? "signed in");
  return {
    user,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("authorization", `Bearer ${await accessToken()}`);
      return fetch(input, { ...init, headers });
    },
    authenticator: authenticatorOf({ user, cognitoUrl: config.cognitoUrl, accessToken }),
    signOut: async () => {
      sessionStorage.removeItem(signedInKey);
      const revoked = oauth.revocationRequest(
        server,
        client,
        oauth.None(),
        tokens.refresh_token ?? "",
        options,
      );
      // Without a connection the token dies by itself, after some hours.
      await revoked.catch(() => undefined);
      const query = new URLSearchParams({ client_id: config.clientId, logout_uri: `${location.origin}/` });
      // The site's own way ends by the login page too.
      location.assign(config.signOutUrl ?? `${config.loginUrl}/logout?${query}`);
    },
  };
}

/** A minute before the access token expires. */
function refreshTime({ expires_in = 0 }: oauth.TokenEndpointResponse): number {
  return Date.now() + (expires_in - 60) * 1000;
}
