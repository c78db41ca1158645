import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { type ClientOptions, clientOf } from "../client.ts";

const Thing = z.object({ id: z.string() });

let server: Server;
let requests: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

function client(options?: ClientOptions) {
  const { port } = server.address() as AddressInfo;
  return clientOf("things", `http://127.0.0.1:${port}`, { pause: 1, ...options });
}

const status = (...codes: number[]) => {
  answer = (_, response) => {
    response.statusCode = codes.shift() ?? 200;
    response.end(JSON.stringify({ id: "1", more: true }));
  };
};

describe("a client", () => {
  it("gives what the contract names", async () => {
    status();
    expect(await client()(Thing, "/things/1")).toEqual({ id: "1" });
    expect(requests).toEqual(["GET /things/1"]);
  });

  it("gives nothing for what is not there", async () => {
    status(404);
    expect(await client()(Thing, "/things/1")).toBeUndefined();
  });

  it("tries again when that may help", async () => {
    status(503, 429);
    expect(await client()(Thing, "/things/1")).toEqual({ id: "1" });
    expect(requests.length).toBe(3);
  });

  it("gives up with a problem", async () => {
    status(500, 500, 500, 500);
    await expect(client()(Thing, "/things/1")).rejects.toMatchObject({ name: "Problem", status: 502 });
    expect(requests.length).toBe(3);
  });

  it("does not wait longer than it was told", async () => {
    answer = () => {};
    const slow = client({ timeout: 300, attempts: 2 })(Thing, "/things/1");
    await expect(slow).rejects.toMatchObject({ name: "Problem", status: 504 });
    expect(requests.length).toBe(2);
  });

  it("sends a POST once, or more often with a key that makes it safe", async () => {
    const body = { name: "x" };
    status(503);
    await expect(client()(Thing, "/things", { method: "POST", body })).rejects.toMatchObject({ status: 502 });
    expect(requests.length).toBe(1);
    status(503);
    const headers = { "idempotency-key": "k" };
    expect(await client()(Thing, "/things", { method: "POST", body, headers })).toEqual({ id: "1" });
    expect(requests.length).toBe(3);
  });

  it("gives a refusal on to the caller for whom it asks", async () => {
    status(403);
    const asking = client({ headers: { authorization: "Bearer key" } })(Thing, "/things/1");
    await expect(asking).rejects.toMatchObject({ name: "Problem", status: 403 });
  });

  it("takes a refusal and a broken contract for bugs", async () => {
    status(400);
    await expect(client()(Thing, "/things/1")).rejects.toThrow("refuses GET /things/1 with 400");
    answer = (_, response) => response.end("{}");
    await expect(client()(Thing, "/things/1")).rejects.toThrow("id");
  });
});
