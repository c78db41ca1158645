import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { draft, expectProblem, ordersClient, tea } from "./orders-client.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const { send, create, accepted, settled } = ordersClient(() => local);

describe("POST /orders", () => {
  it("answers with the id of the order to be", async () => {
    const response = await create("first");
    expect(response.status).toBe(202);
    const { id, ...more } = (await response.json()) as { id: string; status: string };
    expect(more).toEqual({ status: "accepted" });
    expect(response.headers.get("location")).toBe(`orders/${id}`);
    expect(await settled(id)).toMatchObject({ id, status: "processed" });
  });

  it("keeps key and body as they were sent", async () => {
    const body = { customerId: 'Söhne & "Co" = 100%+', items: [tea] };
    const key = `"odd" & 'characters' \\ 100%+`;
    const id = await accepted(key, body);
    expect(await settled(id)).toMatchObject({ id, ...body });
    expect(await settled(await accepted(key, body))).toMatchObject({ id });
  });

  it("refuses what is not an order, before it is stored", async () => {
    await expectProblem(await create("bad", { items: [{ sku: 7 }] }), 400);
    await expectProblem(await send("POST", "", draft), 400);
    const text = { "idempotency-key": "text", "content-type": "text/plain" };
    await expectProblem(await send("POST", "", draft, text), 415);
  });
});
