import type { IStream } from "aws-cdk-lib/aws-kinesis";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

// Id, key and body, a line each: no header has a line break in it, and nothing is pasted into JSON.
const stored = "$id\n$input.params('Idempotency-Key')\n$input.body";

/** Puts the requests of a route into the stream; those of a customer into one shard. */
export function storeIn(stream: IStream, route: StoringRoute): void {
  addStoringRoute(route, {
    service: "kinesis",
    action: "PutRecord",
    parameters: { "header.Content-Type": "'application/x-amz-json-1.1'" },
    body: [
      `#set($stored = "${stored}")`,
      `{"StreamName":"${stream.streamName}",`,
      `"PartitionKey":$input.json('$.customerId'),`,
      '"Data":"$util.base64Encode($stored)"}',
    ].join(""),
  });
}
