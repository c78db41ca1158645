import type { AwsRequest, AwsResponse, TraceEvent } from '../contract.ts';

/** An AWS call as one line for the console: `PutItem orders-table`. */
export function describeCall(
  request: AwsRequest,
  response: AwsResponse,
  duration: number,
): Omit<TraceEvent, 'at'> {
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

/** The resource that the call names, where the body of the JSON protocols names one near its start. */
function target({ body }: AwsRequest): string {
  const names =
    /"(?:TableName|QueueUrl|StreamName|StreamARN|EventBusName|SecretId|ClientId|UserPoolId)"\s*:\s*"([^"]{1,300})"/;
  return (
    names
      .exec(body.toString('latin1', 0, 4096))?.[1]
      ?.split('/')
      .at(-1) ?? ''
  );
}

function shorten(body: string | Buffer): string {
  const text = typeof body === 'string' ? body : body.toString('utf8', 0, 4096);
  return text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
}
