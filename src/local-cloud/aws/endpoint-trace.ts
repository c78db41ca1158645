import type { AwsRequest, AwsResponse } from '../contract.ts';
import type { NewTraceEvent } from '../trace.ts';

/** An AWS call as one line for the console: `PutItem orders-table`. */
export function describeCall(request: AwsRequest, response: AwsResponse, duration: number): NewTraceEvent {
  const { service: source, action, method, path, caller } = request;
  const what = action ? `${action} ${target(request)}`.trim() : `${method} ${path}`;
  const failed = response.status >= 400;
  return {
    traceId: request.traceId ?? '',
    kind: 'aws',
    source,
    text: what,
    status: response.status,
    duration,
    detail: {
      caller,
      request: shorten(request.body),
      ...(failed ? { response: shorten(response.body ?? '') } : {}),
    },
  };
}

/** The resource that the call names: near the start of the body in the JSON and form protocols, in the path for S3. */
function target({ body, path, service }: AwsRequest): string {
  const start = body.toString('latin1', 0, 4096);
  const names =
    /"(?:TableName|QueueUrl|StreamName|StreamARN|EventBusName|TopicArn|DeliveryStreamName|stateMachineArn|SecretId|ClientId|UserPoolId)"\s*:\s*"([^"]{1,300})"/;
  const form = /(?:^|&)(?:QueueUrl|TopicArn)=([^&]{1,600})/.exec(start)?.[1];
  const named = names.exec(start)?.[1] ?? (form && unescaped(form)) ?? (service === 'sqs' ? path : '');
  return named.split(/[/:]/).at(-1) ?? '';
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shorten(body: string | Buffer): string {
  const text = typeof body === 'string' ? body : body.toString('utf8', 0, 4096);
  return text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
}
