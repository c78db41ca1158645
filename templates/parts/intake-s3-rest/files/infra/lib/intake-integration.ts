import type { IBucket } from "aws-cdk-lib/aws-s3";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Puts the requests of a route into the bucket, an object each: the body as it was sent, the rest as metadata. */
export function storeIn(bucket: IBucket, route: StoringRoute): void {
  addStoringRoute(route, {
    service: "s3",
    path: `${bucket.bucketName}/accepted/{id}`,
    method: "PUT",
    parameters: {
      "path.id": "context.extendedRequestId",
      "header.Content-Type": "'application/json'",
      "header.x-amz-meta-key": "method.request.header.Idempotency-Key",
      "header.x-amz-meta-accepted-at": "context.requestTimeEpoch",
    },
    body: "#set($context.requestOverride.path.id = $id)$input.body",
  });
}
