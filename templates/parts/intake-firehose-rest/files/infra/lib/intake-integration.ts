import type { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { jsonText } from "./json-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** An order as a line of JSON, with references of the mapping template. */
const line = '{"id":"$id","acceptedAt":$time,"key":"$key","order":$order}\n';

// Within a text of the mapping template no quote can stand for itself.
const stored = [
  `#set($key = ${jsonText("$input.params('Idempotency-Key')")})`,
  "#set($order = $input.json('$'))",
  "#set($quote = '\"')",
  `#set($line = "${line.replaceAll('"', "$" + "{quote}")}")`,
].join("");

/** Puts the requests of a route into the delivery stream, a line each. */
export function storeIn(stream: CfnDeliveryStream, route: StoringRoute): void {
  addStoringRoute(route, {
    service: "firehose",
    action: "PutRecord",
    parameters: { "header.Content-Type": "'application/x-amz-json-1.1'" },
    body: `${stored}{"DeliveryStreamName":"${stream.ref}","Record":{"Data":"$util.base64Encode($line)"}}`,
  });
}
