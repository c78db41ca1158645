import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import type { Order } from "../../services/orders/order.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };
const draft = { customerId: "c-1", items: [tea] };

let local: LocalCloud;
let call: typeof fetch;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
});
afterAll(() => local?.close());

function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return call(`${apiUrl(local)}/orders${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

const create = (key: string, body: unknown = draft) => send("POST", "", body, { "idempotency-key": key });
const created = async (key: string) => orderOf(await create(key));
const orderOf = async (response: Response) => (await response.json()) as Order;

async function expectProblem(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await response.json()) as { status: number; errors?: { pointer: string }[] };
  expect(problem.status).toBe(status);
  return problem;
}

describe("POST /orders", () => {
  it("creates an order", async () => {
    const response = await create("first");
    expect(response.status).toBe(201);
    const order = await orderOf(response);
    expect(order).toMatchObject({ ...draft, version: 1, totalCents: 900 });
    expect(response.headers.get("location")).toBe(`orders/${order.id}`);
  });

  it("gives a repeated request the first answer", async () => {
    const order = await created("repeated");
    await send("PUT", `/${order.id}`, { ...draft, customerId: "c-2", version: 1 });
    const again = await create("repeated");
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(order);
  });

  it("refuses a used key with another body", async () => {
    await created("reused");
    await expectProblem(await create("reused", { ...draft, customerId: "c-2" }), 422);
  });

  it("creates one order for requests that come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create("at once")));
    const orders = await Promise.all(answers.filter(({ ok }) => ok).map(orderOf));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
    // The others may also be told to try again.
    expect(answers.filter(({ ok, status }) => !ok && status !== 409)).toEqual([]);
  });

  it("refuses a bad body and names every fault", async () => {
    const body = { ...draft, items: [tea, tea, tea] };
    const problem = await expectProblem(await create("bad", body), 400);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(["#/items/1/sku", "#/items/2/sku"]);
    const worse = await expectProblem(await create("bad", { items: [{ sku: "tea" }], color: "red" }), 400);
    for (const name of ["customerId", "quantity", "unitPriceCents", "color"])
      expect(JSON.stringify(worse)).toContain(name);
  });

  it("needs an idempotency key", async () => {
    await expectProblem(await send("POST", "", draft), 400);
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
    for (const key of ["a", "b", "c", "d", "e"]) ids.unshift((await created(key)).id);
    const pages: string[][] = [];
    let cursor = "";
    do {
      const response = await send("GET", `?limit=2&cursor=${cursor}`);
      const page = (await response.json()) as { items: Order[]; cursor?: string };
      pages.push(page.items.map(({ id }) => id));
      cursor = page.cursor ?? "";
    } while (cursor);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    expect(pages.flat().slice(0, 5)).toEqual(ids);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
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
