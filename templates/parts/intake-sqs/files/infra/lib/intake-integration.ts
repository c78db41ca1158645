import { Stack } from "aws-cdk-lib";
import { AwsIntegration, type MethodOptions, PassthroughBehavior } from "aws-cdk-lib/aws-apigateway";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

// The body goes into the queue as the client has sent it; what API Gateway knows about it, as attributes. Nothing is
// pasted into JSON, so that no quote in a header can change the message.
const attributes = [
  { name: "id", type: "String", value: "$context.requestId" },
  { name: "acceptedAt", type: "Number", value: "$context.requestTimeEpoch" },
  { name: "key", type: "String", value: "$util.urlEncode($input.params('Idempotency-Key'))" },
];

const form = [
  "Action=SendMessage",
  "MessageBody=$util.urlEncode($input.body)",
  ...attributes.flatMap(({ name, type, value }, index) => [
    `MessageAttribute.${index + 1}.Name=${name}`,
    `MessageAttribute.${index + 1}.Value.DataType=${type}`,
    `MessageAttribute.${index + 1}.Value.StringValue=${value}`,
  ]),
].join("&");

const accepted = [
  // Relative to the request's own URL, which may begin with the stage's name.
  '#set($context.responseOverride.header.Location = "orders/$context.requestId")',
  '{"id":"$context.requestId","status":"accepted"}',
].join("\n");

const notStored =
  '{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"The order was not stored. Send it again with the same Idempotency-Key."}';

/** Puts a request into the queue, without a function between them. The role has to allow `sqs:SendMessage`. */
export function storeIn(queue: IQueue, credentialsRole: IRole): AwsIntegration {
  return new AwsIntegration({
    service: "sqs",
    path: `${Stack.of(queue).account}/${queue.queueName}`,
    options: {
      credentialsRole,
      // A media type without template is a 415: nothing goes unchecked into the queue.
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestParameters: {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
      },
      requestTemplates: { "application/json": form },
      integrationResponses: [
        {
          statusCode: "202",
          selectionPattern: "2\\d{2}",
          responseTemplates: { "application/json": accepted },
        },
        {
          // Whatever else SQS answers is no fault of the client.
          statusCode: "503",
          responseParameters: { "method.response.header.Content-Type": "'application/problem+json'" },
          responseTemplates: { "application/json": notStored },
        },
      ],
    },
  });
}

/** What the method declares of these answers. */
export const intakeResponses: Pick<MethodOptions, "methodResponses"> = {
  methodResponses: [
    { statusCode: "202", responseParameters: { "method.response.header.Location": true } },
    { statusCode: "503", responseParameters: { "method.response.header.Content-Type": true } },
  ],
};
