import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { handler } from "../../services/auth/handlers/token-scopes.ts";

async function suppressed(groups: string[] | undefined): Promise<string[] | undefined> {
  const event = {
    request: {
      groupConfiguration: { groupsToOverride: groups },
      scopes: ["openid", "orders/read", "orders/write"],
    },
    response: {},
  } as unknown as PreTokenGenerationV2TriggerEvent;
  await handler(event, {} as never, () => undefined);
  return event.response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.scopesToSuppress;
}

describe("scopes to write", () => {
  it("are for editors", async () => {
    expect(await suppressed(["editors"])).toEqual([]);
  });

  it.each([[[]], [["auditors"]], [undefined]])("are taken from people in %j", async (groups) => {
    expect(await suppressed(groups)).toEqual(["orders/write"]);
  });
});
