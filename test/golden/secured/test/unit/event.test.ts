import { expect, it } from "vitest";
import { readRequest } from "../../services/lib/event.ts";

it("reads an event of a REST API, whose header names come in any case", () => {
  const event = {
    pathParameters: null,
    queryStringParameters: null,
    headers: { Host: "api.example.com", "Idempotency-Key": "k" },
    body: null,
    isBase64Encoded: false,
  };
  expect(readRequest(event)).toEqual({
    path: {},
    query: {},
    headers: { host: "api.example.com", "idempotency-key": "k" },
    body: "",
  });
});
