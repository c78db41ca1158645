import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { authStack } from "./auth-stack.ts";
import { loginUrl } from "./login.ts";
import type { Site } from "./site.ts";

/** What pages connect to for signing in: they change codes for tokens on the host of the login page. */
export function signInOrigins(scope: Construct, stage: Stage): string[] {
  return [loginUrl(scope, stage)];
}

/** Lets people sign in on the site; gives what its pages have to know. */
export function signInConfig(scope: Construct, { stage, url }: Site): Record<string, unknown> {
  const auth = authStack(scope, stage);
  auth.returnTo(scope, url);
  return { issuer: auth.issuer, clientId: auth.clientId, loginUrl: auth.loginUrl };
}
