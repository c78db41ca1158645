import { expect, it } from "vitest";
import { readRequest } from "../event.ts";

it("reads an event of an HTTP API that has nothing but a path", () => {
  expect(readRequest({ headers: { host: "api.example.com" }, isBase64Encoded: false })).toEqual({
    path: {},
    query: {},
    headers: { host: "api.example.com" },
    body: "",
  });
});
