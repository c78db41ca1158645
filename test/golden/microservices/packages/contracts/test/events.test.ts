import { describe, expect, it } from "vitest";
import { detailOf, entryOf } from "../events.ts";
import { OrderPlaced } from "../orders.ts";

const placed = {
  orderId: "o-1",
  customerId: "c-1",
  totalCents: 900,
  placedAt: "2026-01-02T03:04:05.678Z",
};

describe("an event", () => {
  it("goes to the bus as the contract names it, and comes back the same", () => {
    const entry = entryOf(OrderPlaced, placed, "bus");
    expect(entry).toMatchObject({ EventBusName: "bus", Source: "orders", DetailType: "OrderPlaced" });
    const event = { source: entry.Source, "detail-type": entry.DetailType, detail: JSON.parse(entry.Detail) };
    expect(detailOf(OrderPlaced, event)).toEqual(placed);
  });

  it("may say more later, which those who do not know it leave out", () => {
    const event = { source: "orders", "detail-type": "OrderPlaced", detail: { ...placed, currency: "EUR" } };
    expect(detailOf(OrderPlaced, event)).toEqual(placed);
  });

  it("is refused where it breaks the contract, by who tells it and by who hears it", () => {
    const { customerId: _, ...less } = placed;
    const event = { source: "orders", "detail-type": "OrderPlaced", detail: less };
    expect(() => detailOf(OrderPlaced, event)).toThrow("customerId");
    expect(() => entryOf(OrderPlaced, { ...placed, totalCents: 0.5 }, "bus")).toThrow("totalCents");
    expect(() => detailOf(OrderPlaced, { ...event, source: "billing" })).toThrow("is not orders OrderPlaced");
  });
});
