import { AwsIntegration, PassthroughBehavior } from "aws-cdk-lib/aws-apigateway";
import type { StoringRoute } from "./storing-route.ts";

/** A call of an AWS service that stores a request. */
export interface StoringCall {
  /** The service's name in its endpoints. */
  service: string;
  /** The operation, where the service knows operations by their names. */
  action?: string;
  /** The path, for the other services. */
  path?: string;
  method?: "POST" | "PUT";
  /** Mappings of headers and of parts of the path, for example `header.Content-Type`. */
  parameters?: Record<string, string>;
  /** The body, as a mapping template, which finds the id of the order in `$id`. */
  body: string;
  /** A condition of the mapping template under which a 200 of the service means that nothing was stored. */
  refusedWhen?: string;
}

/**
 * The id of a request, in `$id`, with the time in front: whoever reads it knows how long ago it was given. The rest is the id
 * that no client can give: it overrides `$context.requestId` with a header. Step Functions takes no padding in a name.
 */
const setId = [
  '#set($time = "$context.requestTimeEpoch")',
  '#set($unique = "$context.extendedRequestId")',
  '#set($id = $time.concat("-").concat($unique.replaceAll("=", "")))',
].join("");

const accepted = [
  // Relative to the request's own URL, which may begin with the stage's name.
  `${setId}#set($context.responseOverride.header.Location = "orders/$id")`,
  '{"id":"$id","status":"accepted"}',
].join("\n");

/** A refusal as a problem (RFC 9457). */
const problem = (status: number, title: string, detail: string): string =>
  JSON.stringify({ type: "about:blank", title, status, detail });

const problemType = "application/problem+json";
/** What `Retry-After` says: time for what was too much at once. */
const secondsToWait = 5;

const notStored = problem(
  503,
  "Service Unavailable",
  "The order was not stored. Send it again with the same Idempotency-Key.",
);

const notStorable = problem(
  400,
  "Bad Request",
  "The order cannot be stored as it is. It may be too large, or have characters in it that are no text.",
);

/**
 * What services say of a request that is too large or that they cannot read, S3 of a key that is too long for the metadata
 * of an object, or for its headers. They answer 400 too when it came too fast, or
 * when this API may not store it: then the client is not to blame, and may send it again.
 */
const faultsOfTheRequest = [
  "ValidationException",
  "InvalidParameterValue",
  "InvalidMessageContents",
  "InvalidArgumentException",
  "MetadataTooLarge",
  "RequestHeaderSectionTooLarge",
];

const refused = [
  "#set($answer = $input.json('$'))",
  `#if(${faultsOfTheRequest.map((name) => `$answer.contains("${name}")`).join(" || ")})`,
  notStorable,
  "#else",
  "#set($context.responseOverride.status = 503)",
  `#set($context.responseOverride.header.Retry-After = "${secondsToWait}")`,
  notStored,
  "#end",
].join("\n");

/** Stores the requests of a route, without a function between them. */
export function addStoringRoute({ api, route, role }: StoringRoute, call: StoringCall): void {
  const { service, action, path, method = "POST", parameters = {}, body, refusedWhen } = call;
  const integration = new AwsIntegration({
    service,
    action,
    path,
    integrationHttpMethod: method,
    options: {
      credentialsRole: role,
      // A media type without template is a 415: nothing is stored unchecked.
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestParameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [`integration.request.${name}`, value]),
      ),
      requestTemplates: { "application/json": setId + body },
      integrationResponses: [
        {
          statusCode: "202",
          selectionPattern: "2\\d{2}",
          responseTemplates: { "application/json": refusedWhen ? unless(refusedWhen) : accepted },
        },
        {
          statusCode: "400",
          selectionPattern: "4\\d{2}",
          responseParameters: { "method.response.header.Content-Type": `'${problemType}'` },
          responseTemplates: { "application/json": refused },
        },
        {
          // Whatever else the service answers is no fault of the client.
          statusCode: "503",
          responseParameters: {
            "method.response.header.Content-Type": `'${problemType}'`,
            "method.response.header.Retry-After": `'${secondsToWait}'`,
          },
          responseTemplates: { "application/json": notStored },
        },
      ],
    },
  });
  api.addRoute(route, integration, {
    methodResponses: [
      { statusCode: "202", responseParameters: { "method.response.header.Location": true } },
      { statusCode: "400", responseParameters: { "method.response.header.Content-Type": true } },
      {
        statusCode: "503",
        responseParameters: {
          "method.response.header.Content-Type": true,
          "method.response.header.Retry-After": true,
        },
      },
    ],
  });
}

/** What the client is told, when a 200 may still mean that nothing was stored. */
function unless(condition: string): string {
  return [
    `#if(${condition})`,
    "#set($context.responseOverride.status = 503)",
    `#set($context.responseOverride.header.Content-Type = "${problemType}")`,
    `#set($context.responseOverride.header.Retry-After = "${secondsToWait}")`,
    notStored,
    "#else",
    accepted,
    "#end",
  ].join("\n");
}
