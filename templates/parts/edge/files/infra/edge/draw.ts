import crypto from "node:crypto";

/**
 * A number from 0 to below 1, drawn by the id of the request: the function that runs after the cache draws the same one.
 * Another purpose gives another number.
 */
export function draw(requestId: string, purpose: string): number {
  const digest = crypto.createHash("sha256").update(`${purpose} ${requestId}`).digest("hex");
  return Number(`0x${digest.slice(0, 8)}`) / 0x100000000;
}
