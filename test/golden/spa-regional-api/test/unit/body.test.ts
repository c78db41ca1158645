import { describe, expect, it } from "vitest";
import { readBody } from "../../services/lib/body.ts";
import { Problem } from "../../services/lib/problem.ts";
import { NewOrder } from "../../services/orders/order.ts";

const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };

function faults(body: unknown): string[] {
  try {
    readBody(NewOrder, typeof body === "string" ? body : JSON.stringify(body));
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.status).toBe(400);
    return error.faults.map(({ pointer }) => pointer);
  }
}

describe("a request body", () => {
  it("is read when it is good", () => {
    expect(readBody(NewOrder, JSON.stringify({ items: [tea], customerId: "c-1" }))).toEqual({
      customerId: "c-1",
      items: [tea],
    });
  });

  it("is refused with every fault at once", () => {
    const body = { customer: "c-1", items: [{ sku: 7, quantity: 0, "a/b~c": true }] };
    expect(faults(body).sort()).toEqual([
      "#/customer",
      "#/customerId",
      "#/items/0/a~1b~0c",
      "#/items/0/quantity",
      "#/items/0/sku",
      "#/items/0/unitPriceCents",
    ]);
  });

  it("names what is in the list twice", () => {
    expect(faults({ customerId: "c-1", items: [tea, { ...tea, sku: "cup" }, tea, tea] })).toEqual([
      "#/items/2/sku",
      "#/items/3/sku",
    ]);
  });

  it("has to be JSON", () => {
    expect(() => readBody(NewOrder, "{")).toThrow("The request body is not JSON.");
    expect(faults([])).toEqual(["#"]);
  });
});
