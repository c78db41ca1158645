import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, Cloud, Principal } from '../../contract.ts';

/** Prefixes of `X-Amz-Target` by endpoint name, and the JSON version each service speaks (its API reference). */
const protocols: Record<string, { target: string; json: '1.0' | '1.1' }> = {
  dynamodb: { target: 'DynamoDB_20120810', json: '1.0' },
  events: { target: 'AWSEvents', json: '1.1' },
  firehose: { target: 'Firehose_20150804', json: '1.1' },
  kinesis: { target: 'Kinesis_20131202', json: '1.1' },
  sqs: { target: 'AmazonSQS', json: '1.0' },
  states: { target: 'AWSStepFunctions', json: '1.0' },
  ssm: { target: 'AmazonSSM', json: '1.1' },
  'cognito-idp': { target: 'AWSCognitoIdentityProviderService', json: '1.1' },
  secretsmanager: { target: 'secretsmanager', json: '1.1' },
};

/** Whether the service takes AWS JSON with a target header. */
export const speaksJson = (service: string): boolean => service in protocols;

export interface ServiceCall {
  service: string;
  region: string;
  caller: Principal;
  traceId: string;
}

/** Calls an operation of a service that speaks AWS JSON. */
export function callJson(
  cloud: Cloud,
  call: ServiceCall,
  action: string,
  body: string | Buffer,
): Promise<AwsResponse> {
  const protocol = protocols[call.service];
  return answered(cloud, {
    ...call,
    action,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'content-type': `application/x-amz-json-${protocol?.json ?? '1.1'}`,
      ...(protocol ? { 'x-amz-target': `${protocol.target}.${action}` } : {}),
    },
    body: Buffer.from(body),
  });
}

/** Calls an operation over the Query protocol; `accept` of JSON gets JSON, as API Gateway asks for. */
export async function callQuery(
  cloud: Cloud,
  call: ServiceCall,
  action: string,
  form: URLSearchParams,
  more: { path?: string; accept?: string } = {},
): Promise<AwsResponse> {
  if (!form.has('Action')) form.set('Action', action);
  const response = await answered(cloud, {
    ...call,
    action,
    method: 'POST',
    path: more.path ?? '/',
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(more.accept ? { accept: more.accept } : {}),
    },
    body: Buffer.from(form.toString()),
  });
  const wantsJson = more.accept?.includes('application/json') ?? false;
  return wantsJson && response.status >= 400 ? errorAsJson(response) : response;
}

/** An error of the Query protocol as it is written for a client that accepts JSON. */
function errorAsJson(response: AwsResponse): AwsResponse {
  const xml = String(response.body ?? '');
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (!part('Code')) return response;
  const document = {
    Error: { Code: part('Code'), Message: part('Message') ?? '', Type: part('Type') ?? 'Sender' },
    RequestId: part('RequestId'),
  };
  return {
    ...response,
    headers: { ...response.headers, 'content-type': 'application/json' },
    body: JSON.stringify(document),
  };
}

/** `cloud.aws` with errors as answers, whether a room throws or answers them. */
export async function answered(cloud: Cloud, request: AwsRequest): Promise<AwsResponse> {
  try {
    return await cloud.aws(request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, status, members } = error;
    return {
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ __type: code, message, ...members }),
    };
  }
}

/** The name behind the target header of a request, `PutEvents` of `AWSEvents.PutEvents`. */
export const actionOfTarget = (target: string | undefined): string | undefined =>
  target === undefined ? undefined : target.slice(target.lastIndexOf('.') + 1);
