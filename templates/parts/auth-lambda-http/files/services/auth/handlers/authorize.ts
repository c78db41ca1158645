import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { scopeOf } from "../../lib/scopes.ts";
import { identify } from "../identify.ts";
import { credentialOf } from "../key-caller.ts";

/** What an HTTP API wants to hear; handlers get the context. */
interface Answer {
  isAuthorized: boolean;
  context: Record<string, string>;
}

/** An HTTP API asks once for each credential and route, and keeps the answer for some minutes. */
export async function handler({ headers, routeKey }: APIGatewayRequestAuthorizerEventV2): Promise<Answer> {
  const caller = await identify(credentialOf(headers?.authorization));
  const [method = "", path = ""] = routeKey.split(" ");
  if (!caller?.scopes.includes(scopeOf({ method, path }))) {
    console.info({ event: "caller refused", route: routeKey, principal: caller?.principal });
    return { isAuthorized: false, context: {} };
  }
  const context = { principal: caller.principal, scopes: caller.scopes.join(" ") };
  return { isAuthorized: true, context };
}
