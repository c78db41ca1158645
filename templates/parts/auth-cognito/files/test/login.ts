import { createHash, randomBytes } from "node:crypto";
import { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import config from "../dev/config.ts";
import type { LocalCloud } from "../dev/local-cloud.mjs";

export interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
}

/** What is needed of a local cloud: of one in this process, or of a `dev` that runs beside. */
export type Running = Pick<LocalCloud, "endpoint" | "env" | "url">;

export interface Person {
  email: string;
  password: string;
}

export const [editor, reader] = config.users as [Person, Person];

/** Signs in on the login page as a browser does, by the code flow with PKCE. */
export async function signIn(local: Running, person: Person, client?: AppClient): Promise<Tokens> {
  const { id, redirectUri } = client ?? (await appClient(local));
  const login = local.url("login");
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: id,
    response_type: "code",
    redirect_uri: redirectUri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const back = await signInBy(local, `${login}/oauth2/authorize?${query}`, person);
  const code = new URL(back).searchParams.get("code") ?? "";
  const grant = { grant_type: "authorization_code", client_id: id, redirect_uri: redirectUri };
  const tokens = await fetch(`${login}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ ...grant, code, code_verifier: verifier }),
  });
  return (await tokens.json()) as Tokens;
}

/** Fills in the form of the login page that an address leads to; gives the address that it sends the browser back to. */
export async function signInBy(local: Running, url: string, { email, password }: Person): Promise<string> {
  const page = await fetch(url);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const answer = await fetch(`${local.url("login")}/login${new URL(url).search}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.join("; ") },
    body: new URLSearchParams({ _csrf: csrf, username: email, password }),
  });
  const back = answer.headers.get("location");
  if (!back) throw new Error(`${email} was not signed in: the login page answered ${answer.status}.`);
  return back;
}

export interface AppClient {
  id: string;
  redirectUri: string;
}

/** The client of the project's user pool. */
export async function appClient(local: Running): Promise<AppClient> {
  const cognito = cognitoClient(local);
  const { UserPools } = await cognito.listUserPools({ MaxResults: 1 });
  const UserPoolId = UserPools?.[0]?.Id;
  const { UserPoolClients } = await cognito.listUserPoolClients({ UserPoolId });
  const ClientId = UserPoolClients?.[0]?.ClientId;
  const { UserPoolClient } = await cognito.describeUserPoolClient({ UserPoolId, ClientId });
  return { id: ClientId ?? "", redirectUri: UserPoolClient?.CallbackURLs?.[0] ?? "" };
}

/** Cognito of the local cloud, called as its developer. */
export function cognitoClient({ endpoint, env }: Running): CognitoIdentityProvider {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return new CognitoIdentityProvider({ endpoint, region, credentials });
}
