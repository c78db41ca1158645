import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../contract.ts';

type Addressed = Pick<AwsRequest, 'service' | 'action' | 'method' | 'headers'>;

/** An error in the form of the protocol in which the request came. Never throws. */
export function errorResponse(request: Addressed, thrown: unknown): AwsResponse {
  const error =
    thrown instanceof AwsError
      ? thrown
      : new AwsError(
          'InternalFailure',
          'The local cloud failed on this request; its terminal and its console say why.',
          500,
        );
  const requestId = randomUUID();
  const headers = { 'x-amzn-requestid': requestId };
  switch (protocolOf(request)) {
    case 'cbor':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        body: cborMap({ __type: error.code, message: error.message }),
      };
    case 'rest-xml':
      return {
        status: error.status,
        headers: { 'x-amz-request-id': requestId, 'content-type': 'application/xml' },
        body: request.method === 'HEAD' ? '' : restXml(error, requestId),
      };
    case 'query':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: queryXml(error, requestId),
      };
    case 'rest-json':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': error.code },
        body: JSON.stringify({
          Type: typeOf(error) === 'Sender' ? 'User' : 'Service',
          message: error.message,
          ...error.members,
        }),
      };
    case 'json':
      return {
        status: error.status,
        headers: {
          ...headers,
          'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0',
          'x-amzn-errortype': error.code,
          ...(request.service === 'sqs' ? { 'x-amzn-query-error': sqsQueryError(error) } : {}),
        },
        body: JSON.stringify({
          __type: namespaced(request.service, error.code),
          message: error.message,
          ...error.members,
        }),
      };
  }
}

type Protocol = 'json' | 'rest-json' | 'rest-xml' | 'query' | 'cbor';

function protocolOf({ service, headers }: Addressed): Protocol {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  if (headers['x-amz-target']) return 'json';
  if (service === 's3' || service === 'cloudfront' || service === 'route53') return 'rest-xml';
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return 'query';
  return service === 'sqs' || service === 'dynamodb' ? 'json' : 'rest-json';
}

const typeOf = (error: AwsError) => (error.status >= 500 ? 'Receiver' : 'Sender');

/** SDKs cut the namespace off; programs that read the wire compare the whole text. */
function namespaced(service: string, code: string): string {
  if (service === 'dynamodb') {
    if (code === 'ValidationException') return `com.amazon.coral.validate#${code}`;
    const common = /^(AccessDenied|UnknownOperation|Serialization|UnrecognizedClient)/.test(code);
    return common ? `com.amazon.coral.service#${code}` : `com.amazonaws.dynamodb.v20120810#${code}`;
  }
  return service === 'sqs' ? `com.amazonaws.sqs#${code}` : code;
}

/** Codes of the older Query protocol that SQS still sends beside the JSON error (awsQueryError in its Smithy model). */
const sqsQueryCodes: Record<string, string> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

const sqsQueryError = (error: AwsError) => `${sqsQueryCodes[error.code] ?? error.code};${typeOf(error)}`;

const restXml = (error: AwsError, requestId: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${element('Code', error.code)}${element('Message', error.message)}${Object.entries(
    error.members,
  )
    .map(([name, value]) => element(name, String(value)))
    .join('')}${element('RequestId', requestId)}${element('HostId', 'local')}</Error>`;

const queryXml = (error: AwsError, requestId: string) =>
  `<ErrorResponse><Error>${element('Type', typeOf(error))}${element('Code', error.code)}${element('Message', error.message)}</Error>${element('RequestId', requestId)}</ErrorResponse>`;

/** Text that is safe between XML tags. */
export const escapeXml = (text: string) =>
  text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0)};`);

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

/** A CBOR map of short texts (RFC 8949): enough for an error document. */
function cborMap(members: Record<string, string>): Buffer {
  const string = (text: string) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from([0x79, bytes.length >> 8, bytes.length & 0xff]), bytes]);
  };
  const entries = Object.entries(members);
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...entries.flat().map(string)]);
}
