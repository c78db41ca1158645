import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import type { Order } from "../../services/orders/order.ts";
import { draft, expectProblem, ordersClient, tea } from "./orders-client.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const { send, accepted, settled, created } = ordersClient(() => local);

describe("an accepted order", () => {
  it("is processed later", async () => {
    expect(await created("first")).toMatchObject({
      ...draft,
      status: "processed",
      version: 1,
      totalCents: 900,
    });
  });

  it("is processed once when it is sent again; both ids lead to the order", async () => {
    const id = await accepted("repeated");
    const order = await settled(id);
    const again = await accepted("repeated");
    expect(again).not.toBe(id);
    expect(await settled(again)).toEqual(order);
  });

  it("is one order when it is sent several times at once", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => accepted("at once & for ever")));
    const settledOnes = await Promise.all(ids.map(settled));
    expect(new Set(settledOnes.map(({ id }) => id)).size).toBe(1);
  });

  it("fails with a used key and another body", async () => {
    await created("reused");
    const id = await accepted("reused", { ...draft, customerId: "c-2" });
    expect(await settled(id)).toMatchObject({ id, status: "failed", failure: { status: 422 } });
  });

  it("fails when its body turns out to be wrong", async () => {
    const id = await accepted("twice the tea", { ...draft, items: [tea, tea] });
    expect(await settled(id)).toMatchObject({
      status: "failed",
      failure: { status: 400, errors: [{ pointer: "#/items/1/sku" }] },
    });
  });
});

describe("GET /orders/{id}", () => {
  it("gives the order", async () => {
    const order = await created("to read");
    const response = await send("GET", `/${order.id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(order);
  });

  it.each(["no-such-order", "00000000-0000-4000-8000-000000000000"])("knows no order %s", async (id) => {
    await expectProblem(await send("GET", `/${id}`), 404);
  });
});

describe("GET /orders", () => {
  it("lists the newest first, page by page", async () => {
    const ids: string[] = [];
    for (const key of ["a", "b", "c", "d", "e"]) ids.push((await created(key)).id);
    const pages: Order[][] = [];
    let cursor = "";
    do {
      const response = await send("GET", `?limit=2&cursor=${cursor}`);
      const page = (await response.json()) as { items: Order[]; cursor?: string };
      pages.push(page.items);
      cursor = page.cursor ?? "";
    } while (cursor);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    const listed = pages.flat();
    const times = listed.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
  });

  it.each(["limit=0", "limit=101", "limit=ten", "cursor=forged"])("refuses %s", async (query) => {
    await expectProblem(await send("GET", `?${query}`), 400);
  });
});

describe("PUT /orders/{id}", () => {
  it("replaces the content, once a version", async () => {
    const { id } = await created("to update");
    const update = { customerId: "c-1", items: [{ ...tea, quantity: 3 }], version: 1 };
    const response = await send("PUT", `/${id}`, update);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, version: 2, totalCents: 1350 });
    await expectProblem(await send("PUT", `/${id}`, update), 409);
  });

  it("knows no other order", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    await expectProblem(await send("PUT", `/${id}`, { ...draft, version: 1 }), 404);
  });
});

describe("DELETE /orders/{id}", () => {
  it("deletes the order", async () => {
    const { id } = await created("to delete");
    expect((await send("DELETE", `/${id}`)).status).toBe(204);
    await expectProblem(await send("GET", `/${id}`), 404);
    await expectProblem(await send("DELETE", `/${id}`), 404);
  });
});
