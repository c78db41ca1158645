import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signed } from "../signed.ts";

const env = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "session",
};

let server: Server;
let url: string;
let last: IncomingMessage;
beforeAll(async () => {
  server = createServer((request, response) => {
    last = request;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function signatureOf(path: string): Promise<string> {
  await signed("eu-west-1", env)(url + path, { headers: { accept: "application/json" } });
  return last.headers.authorization ?? "";
}

describe("a signed request", () => {
  it("says which key, Region and service it is for, and brings the token of the session", async () => {
    const signature = await signatureOf("/orders/1");
    expect(signature).toMatch(
      /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request, /,
    );
    expect(signature).toMatch(/SignedHeaders=[^,]*\bhost\b[^,]*\bx-amz-security-token\b/);
    expect(last.headers["x-amz-security-token"]).toBe("session");
    expect(last.headers.accept).toBe("application/json");
  });

  it("is good for its path alone", async () => {
    const [one, other] = [await signatureOf("/orders/1"), await signatureOf("/orders/2")];
    expect(one.split("Signature=")[1]).not.toBe(other.split("Signature=")[1]);
  });
});
