import type { CloudFrontRequest, CloudFrontRequestEvent } from "aws-lambda";
import { standbyHeader } from "../standby-header.ts";

/** How long a bucket that has failed is left alone, in milliseconds. */
const rest = 10_000;
let failedAt = Number.NEGATIVE_INFINITY;

/**
 * Picks the bucket of a Region that works. CloudFront asks before it goes to the bucket of the site and, when that has
 * failed, once more before it goes to the copy. From then on this environment of the function leads to the copy at once,
 * and tries the first bucket again after a while.
 */
export async function handler(event: CloudFrontRequestEvent): Promise<CloudFrontRequest> {
  const request = event.Records[0]?.cf.request;
  if (!request) throw new Error("CloudFront sent no record.");
  const s3 = request.origin?.s3;
  const standby = s3?.customHeaders[standbyHeader]?.[0]?.value;
  if (!s3 || standby === undefined) {
    failedAt = Date.now();
    return request;
  }
  if (Date.now() - failedAt < rest) {
    const region = standby.split(".").at(-3);
    Object.assign(s3, { domainName: standby, region, customHeaders: {} });
    request.headers.host = [{ key: "host", value: standby }];
  }
  return request;
}
