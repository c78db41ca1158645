import type {
  CloudFrontHeaders,
  CloudFrontRequest,
  CloudFrontRequestResult,
  CloudFrontResponse,
  CloudFrontResponseEvent,
  CloudFrontResponseResult,
} from "aws-lambda";
import { onRequest, onResponse } from "../chain.ts";
import { requestCookies } from "../request-cookies.ts";
import { settingsOf } from "../settings.ts";
import type { Answer, Reply, Visit } from "../visit.ts";

/** What CloudFront sends before and after the cache; there is a response only after it. */
type ViewerEvent = {
  Records: {
    cf: Omit<CloudFrontResponseEvent["Records"][0]["cf"], "response"> & { response?: CloudFrontResponse };
  }[];
};

/** Runs the features as Lambda@Edge, before and after the cache. */
export async function handler(
  event: ViewerEvent,
): Promise<CloudFrontRequestResult | CloudFrontResponseResult> {
  const record = event.Records[0];
  if (!record) throw new Error("CloudFront sent no record.");
  const { config, request, response } = record.cf;
  const visit = visitOf(config.requestId, request);
  const settings = settingsOf(config.distributionDomainName);
  if (response) {
    const reply: Reply = { headers: textsOf(response.headers), cookies: [] };
    await onResponse(visit, reply, settings);
    change(response.headers, reply.headers);
    addCookies(response.headers, reply.cookies);
    return response;
  }
  const answer = await onRequest(visit, settings);
  if (answer) return generated(answer);
  request.uri = visit.uri;
  return request;
}

function visitOf(id: string, { uri, querystring, headers }: CloudFrontRequest): Visit {
  const cookies = requestCookies((headers.cookie ?? []).map(({ value }) => value));
  return { id, uri, query: querystring, cookies, headers: textsOf(headers) };
}

function textsOf(headers: CloudFrontHeaders): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values[0]?.value]));
}

/** Leaves what no feature touched as it is: a header may have several values. */
function change(headers: CloudFrontHeaders, wanted: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) delete headers[name];
    else if (headers[name]?.[0]?.value !== value) headers[name] = [{ key: name, value }];
  }
}

function addCookies(headers: CloudFrontHeaders, cookies: string[]): void {
  if (cookies.length === 0) return;
  const added = cookies.map((value) => ({ key: "set-cookie", value }));
  headers["set-cookie"] = [...(headers["set-cookie"] ?? []), ...added];
}

function generated({ status, headers, cookies, body }: Answer): CloudFrontResponseResult {
  const all: CloudFrontHeaders = {};
  change(all, headers);
  addCookies(all, cookies);
  return { status: String(status), headers: all, body };
}
