import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerHandler } from "aws-lambda";
import { methods } from "../../lib/scopes.ts";
import { identify } from "../identify.ts";
import { credentialOf } from "../key-caller.ts";

/** A REST API asks once for each credential and keeps the answer for some minutes: it has to hold for every route. */
export const handler: APIGatewayTokenAuthorizerHandler = async ({ authorizationToken, methodArn }) => {
  const [api, stage] = methodArn.split("/");
  const caller = await identify(credentialOf(authorizationToken));
  const allowed = (caller?.scopes ?? []).flatMap((scope) => resourcesOf(scope, `${api}/${stage}`));
  if (!caller || allowed.length === 0) {
    console.info({ event: "caller refused", principal: caller?.principal });
    return answer("nobody", "Deny", [`${api}/${stage}/*`]);
  }
  const context = { principal: caller.principal, scopes: caller.scopes.join(" ") };
  return { ...answer(caller.principal, "Allow", allowed), context };
};

/** The methods that a scope opens; what the answer does not name is refused. */
function resourcesOf(scope: string, stage: string): string[] {
  const [service, verb] = scope.split("/");
  if (verb !== "read" && verb !== "write") return [];
  return methods[verb].flatMap((method) =>
    [service, `api/${service}`].flatMap((path) => [
      `${stage}/${method}/${path}`,
      `${stage}/${method}/${path}/*`,
    ]),
  );
}

function answer(
  principalId: string,
  Effect: "Allow" | "Deny",
  Resource: string[],
): APIGatewayAuthorizerResult {
  const Statement = [{ Action: "execute-api:Invoke", Effect, Resource }];
  return { principalId, policyDocument: { Version: "2012-10-17", Statement } };
}
