import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayAuthorizerResult, Context } from "aws-lambda";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newKey } from "../../services/auth/api-key.ts";

type Handler = typeof import("../../services/auth/handlers/authorize.ts").handler;

let handler: Handler;
beforeAll(async () => {
  // Where people sign in too, the function wants to know their pool as it is loaded.
  vi.stubEnv("USER_POOL_ID", "eu-west-1_aaaaaaaaa");
  ({ handler } = await import("../../services/auth/handlers/authorize.ts"));
  vi.unstubAllEnvs();
});
afterEach(() => vi.restoreAllMocks());

const stage = "arn:aws:execute-api:eu-west-1:111122223333:api/dev";

/** What the authorizer answers to a key that was made with some scopes, or to one with the id of that and another secret. */
async function answerTo(scopes: string[], isGood = true): Promise<APIGatewayAuthorizerResult> {
  const expiresAt = Date.now() / 1000 + 60;
  const { key, stored } = newKey({ principal: "partner", scopes, expiresAt });
  vi.spyOn(DynamoDBDocumentClient.prototype, "send").mockImplementation(async () => ({ Item: stored }));
  vi.spyOn(console, "info").mockImplementation(() => {});
  const authorizationToken = `Bearer ${isGood ? key : `${stored.id}.${"x".repeat(43)}`}`;
  const event = { type: "TOKEN", authorizationToken, methodArn: `${stage}/GET/orders` } as const;
  return (await handler(event, {} as Context, () => {})) as APIGatewayAuthorizerResult;
}

describe("the authorizer", () => {
  it.each([
    ["a bad key", ["orders/read"], false],
    ["a good key without scopes", [], true],
    ["a good key whose scopes open nothing", ["orders/own"], true],
  ])("denies everything to %s, in so many words", async (_what, scopes, isGood) => {
    const { principalId, policyDocument, context } = await answerTo(scopes, isGood);
    expect(policyDocument.Statement).toEqual([
      { Action: "execute-api:Invoke", Effect: "Deny", Resource: [`${stage}/*`] },
    ]);
    expect({ principalId, context }).toEqual({ principalId: "nobody", context: undefined });
  });

  it("names to a good key what its scopes open, and no other route", async () => {
    const { principalId, policyDocument, context } = await answerTo(["orders/read"]);
    expect(policyDocument.Statement).toEqual([
      {
        Action: "execute-api:Invoke",
        Effect: "Allow",
        Resource: ["orders", "orders/*", "api/orders", "api/orders/*"].map((path) => `${stage}/GET/${path}`),
      },
    ]);
    expect({ principalId, context }).toEqual({
      principalId: "partner",
      context: { principal: "partner", scopes: "orders/read" },
    });
  });
});
