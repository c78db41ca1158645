import type { S3EventRecord } from "aws-lambda";
import { readObject } from "./stored-object.ts";

/** The order that an object is: the opposite of what infra/lib/intake-integration.ts writes. */
export async function readOrders(event: S3EventRecord["s3"]): Promise<unknown[]> {
  const { name, text, metadata } = await readObject(event);
  const { key, "accepted-at": acceptedAt } = metadata;
  return [{ id: name.split("/").at(-1), key, acceptedAt: new Date(Number(acceptedAt)), body: text }];
}
