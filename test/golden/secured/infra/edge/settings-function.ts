import type { CloudFrontFunctionsEvent } from "aws-lambda";
import cloudfront from "cloudfront";

/** Answers `/_edge/<key>` from the key value store; what is not in it is asked of the bucket. */
export async function handler(event: CloudFrontFunctionsEvent): Promise<unknown> {
  const key = event.request.uri.slice("/_edge/".length);
  const store = cloudfront.kvs();
  const known = await store.exists(key);
  if (!known) return event.request;
  const value = await store.get(key);
  return {
    statusCode: 200,
    headers: { "content-type": { value: "application/json" }, "cache-control": { value: "no-store" } },
    body: { encoding: "text", data: value },
  };
}
