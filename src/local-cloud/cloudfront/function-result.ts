import type { Properties } from '../contract.ts';
import { validateHeaderName, validateHeaderValue } from '../node-http.ts';

/** A URI with its query string stays below this ("Restrictions on all edge functions"). */
const longestUri = 8192;

/**
 * What a CloudFront Function returned for a viewer request is a request to go on with (developer guide, "CloudFront
 * Functions event structure").
 * @throws Error naming what is wrong
 */
export function checkRequest(returned: Properties, method: string): void {
  const { uri, headers, querystring, cookies } = returned;
  if (returned.method !== undefined && returned.method !== method)
    throw new Error('request.method is read-only');
  if (typeof uri !== 'string' || !uri.startsWith('/'))
    throw new Error('request.uri has to be a string that begins with a slash');
  checkHeaders(headers, 'request.headers');
  checkValues(querystring, 'request.querystring');
  checkValues(cookies, 'request.cookies');
  const queryLength = Object.entries((querystring ?? {}) as Properties).reduce(
    (sum, [name, { value }]) => sum + name.length + value.length + 2,
    0,
  );
  if (uri.length + queryLength >= longestUri)
    throw new Error(`request.uri and its query are longer than ${longestUri} characters`);
}

/**
 * The same for a response, made up or changed.
 * @throws Error naming what is wrong
 */
export function checkResponse(returned: Properties): void {
  const { statusCode, headers, cookies, body } = returned;
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599)
    throw new Error('response.statusCode has to be a number from 200 to 599');
  checkHeaders(headers, 'response.headers');
  checkValues(cookies, 'response.cookies');
  const text = isObject(body) ? body.data : body;
  if (text !== undefined && typeof text !== 'string') throw new Error('response.body has to be a string');
  if (isObject(body) && !['text', 'base64', undefined].includes(body.encoding))
    throw new Error('response.body.encoding is text or base64');
}

function checkHeaders(headers: unknown, where: string): void {
  checkValues(headers, where);
  for (const [name, { value, multiValue }] of Object.entries((headers ?? {}) as Properties)) {
    if (name !== name.toLowerCase()) throw new Error(`${where} must have header names in lower case`);
    validateHeaderName(name);
    for (const item of multiValue ?? [{ value }]) validateHeaderValue(name, item.value);
  }
}

/** `{ name: { value, multiValue: [{ value }] } }`, all values strings. */
function checkValues(values: unknown, where: string): void {
  if (values === undefined) return;
  if (!isObject(values)) throw new Error(`${where} has to be an object`);
  for (const [name, item] of Object.entries(values)) {
    checkValue(item, `${where}.${name}`);
    if (item.multiValue === undefined) continue;
    if (!Array.isArray(item.multiValue)) throw new Error(`${where}.${name}.multiValue has to be a list`);
    for (const one of item.multiValue) checkValue(one, `${where}.${name}.multiValue`);
  }
}

function checkValue(item: unknown, where: string): void {
  if (!isObject(item) || typeof item.value !== 'string') throw new Error(`${where}.value has to be a string`);
  if (item.attributes !== undefined && typeof item.attributes !== 'string')
    throw new Error(`${where}.attributes has to be a string`);
}

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
