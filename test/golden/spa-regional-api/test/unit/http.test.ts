import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it, vi } from "vitest";
import type { GatewayEvent } from "../../services/lib/event.ts";
import { handle } from "../../services/lib/http.ts";
import { Problem } from "../../services/lib/problem.ts";

const event: GatewayEvent = {
  pathParameters: { id: "1" },
  queryStringParameters: { limit: "2" },
  headers: { "idempotency-key": "k" },
  body: Buffer.from("süß").toString("base64"),
  isBase64Encoded: true,
};

describe("a route", () => {
  it("gets the request and answers with JSON", async () => {
    const handler = handle(async (request) => ({ status: 200, body: request }));
    const result = await handler(event);
    expect(result.headers).toEqual({ "content-type": "application/json" });
    expect(JSON.parse(result.body)).toEqual({
      path: { id: "1" },
      query: { limit: "2" },
      headers: { "idempotency-key": "k" },
      body: "süß",
    });
  });

  it("may answer without a body", async () => {
    const handler = handle(async () => ({ status: 204 }));
    expect(await handler(event)).toEqual({ statusCode: 204, headers: {}, body: "" });
  });

  it("refuses with a problem", async () => {
    const handler = handle(async () => {
      throw new Problem(400, "No.", [{ detail: "Missing", pointer: "#/a" }]);
    });
    const result = await handler(event);
    expect(result.statusCode).toBe(400);
    expect(result.headers).toEqual({ "content-type": "application/problem+json" });
    expect(JSON.parse(result.body)).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "No.",
      errors: [{ detail: "Missing", pointer: "#/a" }],
    });
  });

  it.each([
    ["a transaction", { Code: "ThrottlingError" }],
    ["a transaction of a provisioned table", { Code: "ProvisionedThroughputExceeded" }],
  ])("asks for patience when DynamoDB throttles %s", async (_, reason) => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const CancellationReasons = [{ Code: "None" }, reason];
    const handler = handle(async () => {
      throw new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
    });
    const result = await handler(event);
    expect(result.statusCode).toBe(503);
    expect(result.headers).toMatchObject({ "retry-after": "1", "content-type": "application/problem+json" });
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it("leaves its own faults to Lambda, which logs and counts them", async () => {
    const handler = handle(async () => {
      throw new TypeError("a bug");
    });
    await expect(handler(event)).rejects.toThrow("a bug");
  });
});
