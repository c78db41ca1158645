import type { CloudFrontFunctionsEvent } from "aws-lambda";
import cloudfront from "cloudfront";
import { onRequest, onResponse } from "./chain.ts";
import type { Answer, Reply, Visit } from "./visit.ts";

type Texts = Record<string, string | undefined>;
type Values = Record<string, { value: string; attributes?: string }>;

/** Runs the features as a CloudFront Function, before and after the cache. */
export async function handler(event: CloudFrontFunctionsEvent): Promise<unknown> {
  const visit = visitOf(event);
  if (event.context.eventType === "viewer-response") {
    const response = event.response;
    const reply: Reply = { headers: textsOf(response.headers), cookies: [] };
    await onResponse(visit, reply, setting);
    change(response.headers, reply.headers);
    response.cookies = Object.assign({}, response.cookies, cookiesOf(reply.cookies));
    return response;
  }
  const answer = await onRequest(visit, setting);
  if (answer !== undefined) return generated(answer);
  event.request.uri = visit.uri;
  return event.request;
}

async function setting(key: string): Promise<string | undefined> {
  const store = cloudfront.kvs();
  const known = await store.exists(key);
  if (!known) return undefined;
  return store.get(key);
}

function visitOf(event: CloudFrontFunctionsEvent): Visit {
  return {
    id: event.context.requestId,
    uri: event.request.uri,
    query: queryOf(event.request.querystring),
    cookies: textsOf(event.request.cookies),
    headers: textsOf(event.request.headers),
  };
}

/** Names in lower case, as CloudFront gives them. */
function textsOf(values: Values): Texts {
  const texts: Texts = {};
  for (const name in values) texts[name.toLowerCase()] = values[name]?.value;
  return texts;
}

function queryOf(values: Values): string {
  const pairs: string[] = [];
  for (const name in values) pairs.push(`${name}=${values[name]?.value}`);
  return pairs.join("&");
}

/** Leaves what no feature touched as it is: a header may have several values. */
function change(headers: Values, wanted: Texts): void {
  for (const name in wanted) {
    const text = wanted[name];
    if (text === undefined) delete headers[name];
    else if (headers[name]?.value !== text) headers[name] = { value: text };
  }
}

/** `name=value; Attribute; ...` by name, as CloudFront Functions want it. */
function cookiesOf(cookies: string[]): Values {
  const values: Values = {};
  for (let index = 0; index < cookies.length; index += 1) {
    const cookie = cookies[index] as string;
    const end = cookie.indexOf(";");
    const equals = cookie.indexOf("=");
    values[cookie.slice(0, equals)] = {
      value: cookie.slice(equals + 1, end),
      attributes: cookie.slice(end + 1).trim(),
    };
  }
  return values;
}

function generated(answer: Answer): unknown {
  const headers: Values = {};
  change(headers, answer.headers);
  return {
    statusCode: answer.status,
    headers,
    cookies: cookiesOf(answer.cookies),
    body: { encoding: "text", data: answer.body },
  };
}
