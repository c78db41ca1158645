import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse, Properties } from '../../contract.ts';
import { escapeXml } from '../endpoint-errors.ts';

/** Whether a request comes in the Query protocol: a form with an `Action`. */
export const isQuery = ({ headers }: Pick<AwsRequest, 'headers'>): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/**
 * The form as a tree: `A.entry.1.Name=x` is `{ A: { entry: { 1: { Name: 'x' } } } }` (Smithy, "AWS Query protocol").
 * Parameters in the query string count too, as they do on AWS.
 */
export function queryInput({ body, query }: Pick<AwsRequest, 'body' | 'query'>): Properties {
  const root: Properties = Object.create(null);
  for (const [path, value] of [...query, ...new URLSearchParams(body.toString())]) {
    const keys = path.split('.');
    let node = root;
    for (const key of keys.slice(0, -1)) {
      if (typeof node[key] !== 'object') node[key] = Object.create(null);
      node = node[key];
    }
    node[keys.at(-1)!] = value;
  }
  return root;
}

/** The members of a list, in the order of their numbers: `{ 2: b, 1: a }` is `[a, b]`. */
export function queryList(node: Properties | undefined): Properties[string][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.keys(node)
    .filter((key) => /^\d+$/.test(key))
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => node[key]);
}

/** The answer as XML, or as JSON when the caller accepts that, as API Gateway does. Lists repeat their tag. */
export function queryAnswer(
  { action, headers }: Pick<AwsRequest, 'action' | 'headers'>,
  namespace: string,
  result: Properties | undefined,
): AwsResponse {
  const requestId = randomUUID();
  const metadata = { RequestId: requestId };
  const answer = { ...(result && { [`${action}Result`]: result }), ResponseMetadata: metadata };
  if (headers.accept?.includes('application/json')) {
    return respond('application/json', JSON.stringify({ [`${action}Response`]: answer }), requestId);
  }
  const xml = `<?xml version="1.0"?><${action}Response xmlns="${namespace}">${toXml(answer)}</${action}Response>`;
  return respond('text/xml', xml, requestId);
}

function respond(type: string, body: string, requestId: string): AwsResponse {
  return { status: 200, headers: { 'content-type': type, 'x-amzn-requestid': requestId }, body };
}

function toXml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .flatMap(([name, member]) => (Array.isArray(member) ? member : [member]).map((each) => [name, each]))
    .map(([name, member]) => `<${name}>${toXml(member)}</${name}>`)
    .join('');
}
