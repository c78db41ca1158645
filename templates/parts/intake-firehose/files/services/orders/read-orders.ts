import type { S3EventRecord } from "aws-lambda";
import { readObject } from "./stored-object.ts";

/** The orders of an object, a line each: the opposite of what infra/lib/intake-integration.ts writes. */
export async function readOrders(event: S3EventRecord["s3"]): Promise<unknown[]> {
  const { text } = await readObject(event);
  return text.split("\n").filter(Boolean).map(readOrder);
}

/** A line that cannot be read stays as it is: it is no order, and fails as such without those beside it. */
function readOrder(line: string): unknown {
  try {
    const { id, key, acceptedAt, order } = JSON.parse(line);
    return { id, key, acceptedAt: new Date(acceptedAt), body: JSON.stringify(order) };
  } catch {
    return line;
  }
}
