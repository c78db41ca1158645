import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { authStack } from "./auth-stack.ts";
import { loginUrl } from "./login.ts";
import type { Site } from "./site.ts";

/** Cognito's API, which pages call with the token of whoever is signed in to change that account. */
const cognitoUrl = ({ region }: Stage): string => `https://cognito-idp.${region}.amazonaws.com`;

/**
 * What pages connect to for signing in: they change codes for tokens on the host of the login page, and set up
 * authenticator apps at Cognito's API.
 */
export function signInOrigins(scope: Construct, stage: Stage): string[] {
  return [loginUrl(scope, stage), cognitoUrl(stage)];
}

/** Lets people sign in on the site; gives what its pages have to know. */
export function signInConfig(scope: Construct, { stage, url }: Site): Record<string, unknown> {
  const auth = authStack(scope, stage);
  auth.returnTo(scope, url);
  const { issuer, clientId, loginUrl } = auth;
  return { issuer, clientId, loginUrl, cognitoUrl: cognitoUrl(stage) };
}
