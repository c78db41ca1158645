import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app.tsx";
import type { Order } from "../src/orders/order.ts";
import { ApiError, type OrdersApi } from "../src/orders/orders-api.ts";

afterEach(cleanup);

const order: Order = {
  id: "o-1",
  version: 3,
  customerId: "c-1",
  items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }],
  totalCents: 900,
  createdAt: "2026-01-02T03:04:05.000Z",
  updatedAt: "2026-01-02T03:04:05.000Z",
};

function show(path: string, parts: Partial<OrdersApi>) {
  const api: OrdersApi = {
    list: vi.fn(async () => ({ items: [order] })),
    get: vi.fn(async () => order),
    create: vi.fn(async () => order),
    update: vi.fn(async () => order),
    remove: vi.fn(async () => undefined),
    ...parts,
  };
  render(
    <MemoryRouter initialEntries={[path]}>
      <App api={api} />
    </MemoryRouter>,
  );
  return { api, user: userEvent.setup() };
}

describe("the list", () => {
  it("shows orders and loads the next page after them", async () => {
    const list = vi
      .fn<OrdersApi["list"]>()
      .mockResolvedValueOnce({ items: [order], cursor: "next" })
      .mockResolvedValueOnce({ items: [{ ...order, id: "o-2", customerId: "c-2" }] });
    const { user } = show("/", { list });
    await user.click(await screen.findByRole("button", { name: "Load more" }));
    expect(await screen.findByRole("link", { name: "c-2" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "c-1" })).toBeTruthy();
    expect(list).toHaveBeenLastCalledWith("next");
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  it("says when it is empty", async () => {
    show("/", { list: async () => ({ items: [] }) });
    expect(await screen.findByText(/no orders yet/)).toBeTruthy();
  });

  it("says when the API fails, and tries again", async () => {
    const list = vi
      .fn<OrdersApi["list"]>()
      .mockRejectedValueOnce(new ApiError(0, "The API cannot be reached."))
      .mockResolvedValueOnce({ items: [order] });
    const { user } = show("/", { list });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", { name: "c-1" })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("a new order", () => {
  it("is created with one idempotency key, however often it is sent", async () => {
    const create = vi
      .fn<OrdersApi["create"]>()
      .mockRejectedValueOnce(new ApiError(0, "The API cannot be reached."))
      .mockResolvedValueOnce(order);
    const { user } = show("/orders/new", { create });
    await user.type(screen.getByLabelText("Customer"), "c-1");
    await user.type(screen.getByLabelText("Article"), "tea");
    await user.type(screen.getByLabelText("Price each"), "4.50");
    await user.click(screen.getByRole("button", { name: "Create order" }));
    await screen.findByRole("alert");
    await user.click(screen.getByRole("button", { name: "Create order" }));
    await screen.findByRole("heading", { name: "All orders" });
    const items = [{ sku: "tea", quantity: 1, unitPriceCents: 450 }];
    const [first, second] = create.mock.calls;
    expect(first?.[0]).toEqual({ customerId: "c-1", items });
    expect(second?.[1]).toBe(first?.[1]);
  });
});

describe("an order", () => {
  it("is changed at the version that was read", async () => {
    const { api, user } = show("/orders/o-1", {});
    const customer = await screen.findByLabelText("Customer");
    await user.clear(customer);
    await user.type(customer, "c-9");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await screen.findByRole("heading", { name: "All orders" });
    expect(api.update).toHaveBeenCalledWith("o-1", 3, { customerId: "c-9", items: order.items });
  });

  it("shows each fault that the API finds", async () => {
    const faults = [{ pointer: "#/items/0/sku", detail: "Too long" }];
    const update = async () => {
      throw new ApiError(400, "The request body is not valid.", faults);
    };
    const { user } = show("/orders/o-1", { update });
    await user.click(await screen.findByRole("button", { name: "Save changes" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("#/items/0/sku Too long");
    expect(document.activeElement).toBe(alert);
  });
});

it("a page that is not there says so and leads home", async () => {
  show("/nowhere", {});
  expect(screen.getByRole("heading", { name: "Page not found" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "See all orders" })).toBeTruthy();
});
