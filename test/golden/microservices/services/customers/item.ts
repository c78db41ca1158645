import { randomUUID } from "node:crypto";
import * as z from "zod/mini";

const content = {
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  note: z.optional(z.string().check(z.maxLength(1000))),
};

/** Body of a create request. */
export const NewItem = z.strictObject(content);
export type NewItem = z.output<typeof NewItem>;

/** Body of an update request: the whole new content, and the version that it replaces. */
export const ItemUpdate = z.strictObject({ ...content, version: z.int().check(z.minimum(1)) });
export type ItemUpdate = z.output<typeof ItemUpdate>;

export interface Item extends NewItem {
  id: string;
  /** Counts the updates, from 1. */
  version: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
}

export function newItem(content: NewItem, now = new Date()): Item {
  const createdAt = now.toISOString();
  return { id: randomUUID(), version: 1, ...content, createdAt, updatedAt: createdAt };
}
