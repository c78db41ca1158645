import { STATUS_CODES } from "node:http";
import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";

/** API Gateway's own words, as JSON: this variable comes with its quotes. */
const message = "$context.error.messageString";

const refusals = [
  { type: ResponseType.BAD_REQUEST_BODY, status: 400, detail: '"$context.error.validationErrorString"' },
  { type: ResponseType.BAD_REQUEST_PARAMETERS, status: 400, detail: message },
  { type: ResponseType.REQUEST_TOO_LARGE, status: 413, detail: message },
  { type: ResponseType.UNSUPPORTED_MEDIA_TYPE, status: 415, detail: message },
  { type: ResponseType.THROTTLED, status: 429, detail: message },
];

/** What API Gateway refuses by itself looks like what the functions refuse: a problem of RFC 9457. */
export function addProblemResponses(api: RestApi, allowOrigin?: string): void {
  const cors = allowOrigin ? { "Access-Control-Allow-Origin": `'${allowOrigin}'` } : undefined;
  for (const { type, status, detail } of refusals) {
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: { "Content-Type": "'application/problem+json'", ...cors },
      templates: {
        "application/json": `{"type":"about:blank","title":"${STATUS_CODES[status]}","status":${status},"detail":${detail}}`,
      },
    });
  }
  if (!cors) return;
  // A page can read the other refusals too, such as that of an unknown route.
  for (const type of [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: cors });
  }
}
