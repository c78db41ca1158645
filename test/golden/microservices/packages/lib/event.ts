import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Request } from "./http.ts";

/** What an HTTP API sends to a function: payload format 2.0, header names already in lower case. */
export type GatewayEvent = Pick<
  APIGatewayProxyEventV2,
  "pathParameters" | "queryStringParameters" | "headers" | "body" | "isBase64Encoded"
>;

/** Added to every answer: nothing, as an HTTP API adds CORS headers itself. */
export const corsHeaders: Record<string, string> = {};

export function readRequest(event: GatewayEvent): Request {
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8").toString(),
  };
}
