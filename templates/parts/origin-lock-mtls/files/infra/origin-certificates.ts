import type { Stage } from "./config.ts";

/** The certificate that CloudFront shows to the API, by stage: ARNs of ACM in us-east-1. The README says how to make one. */
const clientCertificates: Record<string, string> = {
  // dev: "arn:aws:acm:us-east-1:111122223333:certificate/...",
};

/** A deployment of a stage without a certificate fails, as there is none of this name. */
const missing = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000";

export function clientCertificateOf({ name }: Stage): string {
  return clientCertificates[name] ?? missing;
}
