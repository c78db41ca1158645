import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { AwsRequest } from '../contract.ts';
import { principalOf } from '../credentials.ts';
import { rootOf } from '../trace.ts';

/** Endpoint names by the prefix of `X-Amz-Target`. DynamoDB Streams is `dynamodbstreams`, as it signs as `dynamodb`. */
const targets: Record<string, string> = {
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AWSWAF_20190729: 'wafv2',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodbstreams',
  Firehose_20150804: 'firehose',
  GraniteServiceVersion20100801: 'monitoring',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'logs',
  secretsmanager: 'secretsmanager',
  TrentService: 'kms',
};

/**
 * The head of a request: service, operation and caller. The service stands in the target header, in the credential
 * scope of the signature, in path or host of what nobody signs, or nowhere: then it is S3. Signatures are not checked,
 * only whose key it is.
 * Source: AWS General Reference, Signature Version 4.
 */
export function parseRequest(incoming: IncomingMessage | Http2ServerRequest, region: string): AwsRequest {
  const headers = lowerCase(incoming.headers);
  const [path = '/', ...rest] = (incoming.url ?? '/').split('?');
  const query = new URLSearchParams(rest.join('?'));
  const scope = credentialScope(headers.authorization, query.get('X-Amz-Credential'));
  const target = headers['x-amz-target'] ?? '';
  const dot = target.lastIndexOf('.');
  return {
    service:
      targets[target.slice(0, Math.max(dot, 0))] ??
      scope?.service ??
      (isUserPoolDocument(path, headers) ? 'cognito-idp' : undefined) ??
      serviceOfHost(headers.host) ??
      's3',
    region: scope?.region ?? headers['x-amz-region-set'] ?? region,
    action: target ? target.slice(dot + 1) : (query.get('Action') ?? cborOperation(headers, path)),
    method: incoming.method ?? 'GET',
    path,
    query,
    headers,
    body: Buffer.alloc(0),
    caller: principalOf(scope?.accessKeyId),
    traceId: rootOf(headers['x-amzn-trace-id']),
  };
}

interface Scope {
  accessKeyId: string;
  region?: string;
  service?: string;
}

/** `<key>/<date>/<region>/<service>/aws4_request`; SigV4A leaves the region out, and a key may hold slashes. */
function credentialScope(authorization: string | undefined, presigned: string | null): Scope | undefined {
  const text = /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? presigned ?? undefined;
  if (text === undefined) return undefined;
  const parts = text.split('/');
  const isRegional = !authorization?.startsWith('AWS4-ECDSA');
  const tail = isRegional ? 4 : 3;
  const key = parts.slice(0, -tail).join('/');
  return isRegional
    ? { accessKeyId: key, region: parts.at(-3), service: parts.at(-2) }
    : { accessKeyId: key, service: parts.at(-2) };
}

/**
 * Whether an unsigned request is for a public document of a user pool: under `/<pool id>/.well-known/`, which no bucket can
 * have for a name, since those hold no underscore; or under Cognito's host name, which functions send along when their
 * `fetch` is led here.
 */
const isUserPoolDocument = (path: string, headers: Record<string, string>) =>
  /^\/[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+\/\.well-known\//.test(path) ||
  /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(headers['x-forwarded-host'] ?? '');

/** Unsigned calls may still come under the name of a service: `cognito-idp.eu-west-1.amazonaws.com`. */
function serviceOfHost(host: string | undefined): string | undefined {
  return /^([a-z0-9-]+)\.[a-z0-9-]+\.amazonaws\.com/.exec(host ?? '')?.[1];
}

const cborOperation = (headers: Record<string, string>, path: string) =>
  headers['smithy-protocol'] ? (path.split('/operation/')[1] ?? '') : '';

function lowerCase(headers: IncomingMessage['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (name === ':authority') result.host ??= text;
    else if (!name.startsWith(':')) result[name] = text;
  }
  return result;
}
