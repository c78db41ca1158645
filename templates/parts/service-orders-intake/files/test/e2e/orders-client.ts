import { expect, vi } from "vitest";
import type { LocalCloud } from "../../dev/local-cloud.mjs";
import type { Order } from "../../services/orders/order.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

export const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };
export const draft = { customerId: "c-1", items: [tea] };

export interface Settled extends Order {
  status: string;
  failure?: { detail: string };
}

/** A client of the orders, which are accepted first and processed later. */
export function ordersClient(local: () => LocalCloud) {
  let caller: Promise<typeof fetch> | undefined;

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    caller ??= apiCaller(local());
    const call = await caller;
    return call(`${apiUrl(local())}/orders${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
  const create = (key: string, body: unknown = draft) => send("POST", "", body, { "idempotency-key": key });

  /** The id that an accepted order was given. */
  async function accepted(key: string, body?: unknown): Promise<string> {
    const response = await create(key, body);
    expect(response.status).toBe(202);
    return response.headers.get("location")?.replace("orders/", "") ?? "";
  }

  /** What became of an accepted order, once the worker had it. */
  const settled = (id: string) =>
    vi.waitFor(
      async () => {
        const response = await send("GET", `/${id}`);
        expect(response.status).toBe(200);
        const order = (await response.json()) as Settled;
        expect(order.status).not.toBe("accepted");
        return order;
      },
      { timeout: 30_000, interval: 50 },
    );

  /** An order that was put back, once the worker had it: until then it is shown as failed. */
  const recovered = (id: string) =>
    vi.waitFor(
      async () => {
        const order = await settled(id);
        expect(order.status).toBe("processed");
        return order;
      },
      { timeout: 30_000, interval: 50 },
    );

  const created = async (key: string) => settled(await accepted(key));

  return { send, create, accepted, settled, recovered, created };
}

export async function expectProblem(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await response.json()) as { status: number; errors?: { pointer: string }[] };
  expect(problem.status).toBe(status);
  return problem;
}
