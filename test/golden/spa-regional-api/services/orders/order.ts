import { randomUUID } from "node:crypto";
import * as z from "zod/mini";

const OrderItem = z.strictObject({
  sku: z.string().check(z.minLength(1), z.maxLength(64)),
  quantity: z.int().check(z.minimum(1), z.maximum(1000)),
  /** Cents: sums of whole numbers are exact. */
  unitPriceCents: z.int().check(z.minimum(0), z.maximum(100_000_000)),
});

const eachSkuOnce = z.check<z.output<typeof OrderItem>[]>(({ value, issues }) => {
  value.forEach(({ sku }, index) => {
    if (value.findIndex((item) => item.sku === sku) === index) return;
    issues.push({
      code: "custom",
      input: sku,
      path: [index, "sku"],
      message: `"${sku}" is in the list twice`,
    });
  });
});

const content = {
  customerId: z.string().check(z.minLength(1), z.maxLength(64)),
  items: z.array(OrderItem).check(z.minLength(1), z.maxLength(100), eachSkuOnce),
};

/** Body of a create request. */
export const NewOrder = z.strictObject(content);
export type NewOrder = z.output<typeof NewOrder>;

/** Body of an update request: the whole new content, and the version that it replaces. */
export const OrderUpdate = z.strictObject({ ...content, version: z.int().check(z.minimum(1)) });
export type OrderUpdate = z.output<typeof OrderUpdate>;

export interface Order extends NewOrder {
  id: string;
  /** Counts the updates, from 1. */
  version: number;
  totalCents: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
}

export function newOrder(content: NewOrder, now = new Date()): Order {
  const createdAt = now.toISOString();
  return {
    id: randomUUID(),
    version: 1,
    ...content,
    totalCents: totalCents(content),
    createdAt,
    updatedAt: createdAt,
  };
}

export function totalCents({ items }: Pick<NewOrder, "items">): number {
  return items.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
}
