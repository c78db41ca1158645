import { filled, requestId } from "./storing-integration.ts";

/**
 * An order with what API Gateway knows about it, as a JSON document. It pastes what the client has sent into the document as
 * it is: what breaks the JSON is refused by the service that is to store it. `id` comes last, as the last one of a name
 * counts, so that no client can set it.
 */
export const orderText = [
  `{"key":"${filled("request.header.idempotency-key")}"`,
  `"order":${filled("request.body")}`,
  `"id":"${requestId}"}`,
].join(",");
