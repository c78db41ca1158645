import type { CloudFrontRequestEvent } from "aws-lambda";
import { afterEach, expect, it, vi } from "vitest";
import { handler } from "../../infra/edge/handlers/origin.ts";
import { standbyHeader } from "../../infra/edge/standby-header.ts";

const own = "site.s3.eu-west-1.amazonaws.com";
const standby = "copy.s3.eu-central-1.amazonaws.com";

/** Where a request goes that CloudFront is about to send to a bucket. */
async function sentTo(bucket: string) {
  const customHeaders = bucket === own ? { [standbyHeader]: [{ value: standby }] } : {};
  const s3 = { domainName: bucket, region: "", path: "", authMethod: "none", customHeaders };
  const request = {
    uri: "/index.html",
    method: "GET",
    headers: { host: [{ value: bucket }] },
    origin: { s3 },
  };
  const event = { Records: [{ cf: { request } }] } as unknown as CloudFrontRequestEvent;
  const { origin, headers } = await handler(event);
  expect(headers.host?.[0]?.value).toBe(origin?.s3?.domainName);
  return origin?.s3?.domainName;
}

afterEach(() => vi.useRealTimers());

it("the function leaves a bucket alone that has failed, and tries it again after a while", async () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date"] });
  expect(await sentTo(own)).toBe(own);
  // The first bucket has failed: CloudFront turns to the copy.
  expect(await sentTo(standby)).toBe(standby);
  expect(await sentTo(own)).toBe(standby);
  vi.setSystemTime(1_009_999);
  expect(await sentTo(own)).toBe(standby);
  vi.setSystemTime(1_010_000);
  expect(await sentTo(own)).toBe(own);
});
