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
    const order = await settled(id);
    expect(order.status).toBe("processed");
    expect(await settled(order.id)).toEqual(order);
  });

  it("gives each request an id of its own, whatever id the client gives it", async () => {
    const ids = ["fast", "faster"].map(async (key) => {
      const headers = { "idempotency-key": key, "x-amzn-requestid": "the same" };
      const response = await send("POST", "", draft, headers);
      expect(response.status).toBe(202);
      return ((await response.json()) as { id: string }).id;
    });
    const [one = "", other = ""] = await Promise.all(ids);
    expect((await settled(one)).status).toBe("processed");
    expect((await settled(other)).id).not.toBe((await settled(one)).id);
  });

  it("keeps key and body as they were sent", async () => {
    const body = { customerId: 'Söhne & "Co" = 100%+', items: [tea] };
    const key = `"odd" & 'characters' \\ 100%+`;
    const order = await settled(await accepted(key, body));
    expect(order).toMatchObject(body);
    expect(await settled(await accepted(key, body))).toEqual(order);
  });

  it("refuses what is not an order, before it is stored", async () => {
    await expectProblem(await create("bad", { items: [{ sku: 7 }] }), 400);
    await expectProblem(await send("POST", "", draft), 400);
    const text = { "idempotency-key": "text", "content-type": "text/plain" };
    await expectProblem(await send("POST", "", draft, text), 415);
  });
});
