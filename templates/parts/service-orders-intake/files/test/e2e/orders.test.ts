import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import type { Order } from "../../services/orders/order.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };
const draft = { customerId: "c-1", items: [tea] };
const waiting = { timeout: 15_000, interval: 50 };

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
/** The id of an accepted order. */
const accepted = async (key: string, body: unknown = draft) =>
  ((await (await create(key, body)).json()) as { id: string }).id;
/** What became of an accepted order, once the worker had it. */
const settled = (id: string) =>
  vi.waitFor(async () => {
    const response = await send("GET", `/${id}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Order & { status: string; failure?: { detail: string } };
  }, waiting);
const created = async (key: string) => settled(await accepted(key));

async function expectProblem(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await response.json()) as { status: number; errors?: { pointer: string }[] };
  expect(problem.status).toBe(status);
  return problem;
}

describe("POST /orders", () => {
  it("accepts an order, and processes it later", async () => {
    const response = await create("first");
    expect(response.status).toBe(202);
    const { id, ...more } = (await response.json()) as { id: string; status: string };
    expect(more).toEqual({ status: "accepted" });
    expect(response.headers.get("location")).toBe(`orders/${id}`);
    expect(await settled(id)).toMatchObject({
      ...draft,
      id,
      status: "processed",
      version: 1,
      totalCents: 900,
    });
  });

  it("processes a repeated request once; both ids lead to the order", async () => {
    const order = await created("repeated");
    const again = await accepted("repeated");
    expect(again).not.toBe(order.id);
    expect(await settled(again)).toEqual(order);
  });

  it("makes one order of requests that come at once", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => accepted('"at" once & for ever')));
    const settledOnes = await Promise.all(ids.map(settled));
    expect(new Set(settledOnes.map(({ id }) => id)).size).toBe(1);
  });

  it("fails a used key with another body", async () => {
    await created("reused");
    const id = await accepted("reused", { ...draft, customerId: "c-2" });
    expect(await settled(id)).toMatchObject({ id, status: "failed", failure: { status: 422 } });
  });

  it("fails what API Gateway cannot check", async () => {
    const id = await accepted("twice the tea", { ...draft, items: [tea, tea] });
    expect(await settled(id)).toMatchObject({
      status: "failed",
      failure: { status: 400, errors: [{ pointer: "#/items/1/sku" }] },
    });
  });

  it("keeps the body as it was sent", async () => {
    const body = { customerId: 'Söhne & "Co" = 100%+', items: [tea] };
    expect(await settled(await accepted("odd characters", body))).toMatchObject(body);
  });

  it("refuses what is not an order, before it is stored", async () => {
    await expectProblem(await create("bad", { items: [{ sku: 7 }] }), 400);
    await expectProblem(await send("POST", "", draft), 400);
    const text = { "idempotency-key": "text", "content-type": "text/plain" };
    await expectProblem(await send("POST", "", draft, text), 415);
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
