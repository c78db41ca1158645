import type { S3EventRecord } from "aws-lambda";
import { readObject } from "./stored-object.ts";

/** The orders of an object, a line each: the opposite of what infra/lib/intake-integration.ts writes. */
export async function readOrders(event: S3EventRecord["s3"]): Promise<unknown[]> {
  const { text } = await readObject(event);
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => {
    const { id, key, acceptedAt, order } = JSON.parse(line);
    return { id, key, acceptedAt: new Date(acceptedAt), body: JSON.stringify(order) };
  });
}
