import type { Order, OrderContent } from "./order.ts";

export interface OrderPage {
  items: Order[];
  /** Leads to the next page; absent on the last one. */
  cursor?: string;
}

export interface OrdersApi {
  list(cursor?: string): Promise<OrderPage>;
  get(id: string): Promise<Order>;
  /** Give the same key again when a request is repeated: the order is then made only once. */
  create(content: OrderContent, idempotencyKey: string): Promise<Order>;
  update(id: string, version: number, content: OrderContent): Promise<Order>;
  remove(id: string): Promise<void>;
}

/** A refusal of the API: the problem details of RFC 9457. */
export class ApiError extends Error {
  readonly status: number;
  readonly faults: { detail: string; pointer: string }[];

  constructor(status: number, detail: string, faults: { detail: string; pointer: string }[] = []) {
    super(detail);
    this.status = status;
    this.faults = faults;
  }
}

/** @param fetch says who calls, where the API wants to know */
export function createOrdersApi(baseUrl: string, fetch = globalThis.fetch): OrdersApi {
  const orders = `${baseUrl.replace(/\/$/, "")}/orders`;
  const send = sender(fetch);
  return {
    list: (cursor) => send("GET", cursor ? `${orders}?cursor=${encodeURIComponent(cursor)}` : orders),
    get: (id) => send("GET", `${orders}/${encodeURIComponent(id)}`),
    create: (content, key) => send("POST", orders, content, { "idempotency-key": key }),
    update: (id, version, content) =>
      send("PUT", `${orders}/${encodeURIComponent(id)}`, { ...content, version }),
    remove: (id) => send("DELETE", `${orders}/${encodeURIComponent(id)}`),
  };
}

function sender(fetch: typeof globalThis.fetch) {
  return async <T>(
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => {
      throw new ApiError(0, "The API cannot be reached. Check your connection and try again.");
    });
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? (undefined as T) : response.json();
  };
}

/** What API Gateway refuses by itself, it does not explain to people. */
const refusals: Record<number, string> = {
  401: "You are not signed in any more. Reload the page to sign in again.",
  403: "You may not do this. Ask for the right to, or sign in as somebody who has it.",
};

async function problemOf(response: Response): Promise<ApiError> {
  const problem = await response.json().catch(() => ({}));
  const detail =
    problem.detail ??
    refusals[response.status] ??
    problem.message ??
    `The API answered with status ${response.status}.`;
  return new ApiError(response.status, detail, problem.errors);
}
