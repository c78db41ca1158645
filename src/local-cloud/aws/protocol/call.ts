import { AwsError } from '../../aws-error.ts';
import type { Cloud, Principal, Properties } from '../../contract.ts';

export interface Call {
  service: string;
  action: string;
  region: string;
  input: Properties;
  caller: Principal;
  traceId?: string;
}

/**
 * Calls an operation of another room in the JSON protocol, under the same IAM as a call over the wire.
 * @throws AwsError with the code, message and status of the answer
 */
export async function callAws(cloud: Cloud, { input, ...call }: Call): Promise<Properties> {
  const { status, body = '' } = await cloud.aws({
    ...call,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Local.${call.action}` },
    body: Buffer.from(JSON.stringify(input)),
  });
  const output = parse(String(body));
  if (status < 400) return output;
  const code = String(output.__type ?? 'InternalFailure')
    .split('#')
    .at(-1)!;
  throw new AwsError(code, String(output.message ?? body), status);
}

function parse(text: string): Properties {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The URL of a queue from its ARN, as AWS writes it. */
export function queueUrlOf(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}
