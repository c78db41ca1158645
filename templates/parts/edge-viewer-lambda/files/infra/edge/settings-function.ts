import type { CloudFrontFunctionsEvent } from "aws-lambda";
import cloudfront from "cloudfront";

/** Answers `/_edge/<key>` from the key value store. Names of files are asked of the bucket. */
export async function handler(event: CloudFrontFunctionsEvent): Promise<unknown> {
  const key = event.request.uri.slice("/_edge/".length);
  if (key.includes(".")) return event.request;
  const store = cloudfront.kvs();
  const known = await store.exists(key);
  // The bucket would say 403, as to all that it does not have: here that is a setting which nobody has set.
  if (!known) return { statusCode: 404, headers: { "cache-control": { value: "no-store" } } };
  const value = await store.get(key);
  return {
    statusCode: 200,
    headers: { "content-type": { value: "application/json" }, "cache-control": { value: "no-store" } },
    body: { encoding: "text", data: value },
  };
}
