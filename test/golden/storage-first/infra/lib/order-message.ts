// The body goes into the queue as the client has sent it; what API Gateway knows about it, as attributes. Nothing is
// pasted into JSON, so that no quote in a header can change the message.
const attributes = [
  { name: "id", type: "String", value: "$id" },
  { name: "acceptedAt", type: "Number", value: "$context.requestTimeEpoch" },
  { name: "key", type: "String", value: "$util.urlEncode($input.params('Idempotency-Key'))" },
];

/** An order as a message: the form that SQS takes, as a mapping template. */
export function orderMessage(more: string[] = []): string {
  return [
    "Action=SendMessage",
    "MessageBody=$util.urlEncode($input.body)",
    ...attributes.flatMap(({ name, type, value }, index) => [
      `MessageAttribute.${index + 1}.Name=${name}`,
      `MessageAttribute.${index + 1}.Value.DataType=${type}`,
      `MessageAttribute.${index + 1}.Value.StringValue=${value}`,
    ]),
    ...more,
  ].join("&");
}
