import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Request } from "./http.ts";

/** What a REST API sends to a function: payload format 1.0, header names as the client wrote them. */
export type GatewayEvent = Pick<
  APIGatewayProxyEvent,
  "pathParameters" | "queryStringParameters" | "headers" | "body" | "isBase64Encoded"
>;

const { ALLOWED_ORIGIN } = process.env;

/** Added to every answer, so that the pages of that origin may read it. */
export const corsHeaders: Record<string, string> = ALLOWED_ORIGIN
  ? {
      "access-control-allow-origin": ALLOWED_ORIGIN,
      "access-control-expose-headers": "location",
      vary: "origin",
    }
  : {};

export function readRequest(event: GatewayEvent): Request {
  const headers = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: Object.fromEntries(headers),
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8").toString(),
  };
}
