import { describe, expect, it } from "vitest";
import { newOrder, totalCents } from "../../services/orders/order.ts";

const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };
const cup = { sku: "cup", quantity: 1, unitPriceCents: 1250 };

describe("an order", () => {
  it("starts at version 1 with its total", () => {
    const order = newOrder({ customerId: "c-1", items: [tea, cup] }, new Date("2026-01-02T03:04:05.678Z"));
    expect(order).toMatchObject({
      customerId: "c-1",
      version: 1,
      totalCents: 2150,
      createdAt: "2026-01-02T03:04:05.678Z",
      updatedAt: "2026-01-02T03:04:05.678Z",
    });
  });

  it("adds up its items", () => {
    expect(totalCents({ items: [tea, cup] })).toBe(2150);
  });
});
