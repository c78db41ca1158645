import { HttpIntegrationSubtype } from "aws-cdk-lib/aws-apigatewayv2";
import type { IStream } from "aws-cdk-lib/aws-kinesis";
import { addStoringRoute, filled, requestId } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

// Id, key and body, a line each: no header has a line break in it, and nothing is pasted into JSON.
const stored = [requestId, filled("request.header.idempotency-key"), filled("request.body")].join("\n");

/** Puts the requests of a route into the stream; those of a customer into one shard. */
export function storeIn(stream: IStream, route: StoringRoute): void {
  addStoringRoute(route, {
    subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD,
    parameters: {
      StreamName: stream.streamName,
      PartitionKey: "$request.body.customerId",
      Data: stored,
    },
  });
}
