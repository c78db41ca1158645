import { createHash } from "node:crypto";
import { isOrderId } from "./order-store.ts";

/**
 * The id of the order that a request leads to: the same one whenever it comes again. An id of a request that is no UUID becomes
 * one, made of a hash (RFC 9562, version 8).
 */
export function orderIdOf(requestId: string): string {
  if (isOrderId(requestId)) return requestId;
  const hex = createHash("sha256").update(requestId).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
