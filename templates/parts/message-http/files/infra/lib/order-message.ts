import { filled, requestId } from "./storing-integration.ts";

// What API Gateway knows about an order, as attributes. It pastes the client's header into JSON as it is: a header with a
// quote in it either breaks the JSON, and the request is refused, or adds attributes. `id` comes last, as the last one of a
// name counts, so that no client can set it.
const attributes = {
  key: { DataType: "String", StringValue: filled("request.header.idempotency-key") },
  id: { DataType: "String", StringValue: requestId },
};

/** An order as a message: parameters of SendMessage. */
export const orderMessage = {
  MessageBody: "$request.body",
  MessageAttributes: JSON.stringify(attributes),
};
