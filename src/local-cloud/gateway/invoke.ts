import { AwsError } from '../aws-error.ts';
import type { Cloud, InvokeResult, Principal } from '../contract.ts';
import { principalOf } from '../credentials.ts';
import { anonymous } from '../principal.ts';

/**
 * Who calls for an integration or authorizer: its role; API Gateway itself for one API where it has none, which only the
 * policy of the resource can allow; with `arn:aws:iam::*:user/*` whoever signed the request, by access key (API Gateway API
 * reference, `credentials` of an integration).
 */
export function callerOf(roleArn: string | undefined, sourceArn: string, accessKey?: unknown): Principal {
  if (!roleArn) return { service: 'apigateway.amazonaws.com', sourceArn };
  if (/^arn:[\w-]+:iam::\*:user\/\*$/.test(roleArn))
    return typeof accessKey === 'string' ? principalOf(accessKey) : { service: anonymous };
  // The session that API Gateway names as it takes a role (observed in CloudTrail).
  return { roleArn, session: 'BackplaneAssumeRoleSession', sourceArn };
}

export interface Invocation {
  functionArn: string;
  payload: string;
  caller: Principal;
  traceId: string;
  /** Milliseconds until the gateway gives up. */
  timeout: number;
  type?: 'request' | 'event';
}

export type Invoked = InvokeResult | { failure: Refusal; message: string };

type Refusal = 'denied' | 'timeout' | 'throttled' | 'tooLarge' | 'failed';

/** Invokes a function as API Gateway does: allowed by its resource policy or the given role, within the time limit. */
export async function invoke(cloud: Cloud, call: Invocation): Promise<Invoked> {
  const { functionArn, payload, caller, traceId, type } = call;
  try {
    const result = await within(
      call.timeout,
      cloud.invoke(functionArn, payload, {
        caller: { ...caller, traceId },
        traceId,
        ...(type ? { type } : {}),
      }),
    );
    return result ?? { failure: 'timeout', message: 'Endpoint request timed out' };
  } catch (error) {
    if (!(error instanceof AwsError)) return { failure: 'failed', message: String(error) };
    return { failure: refusalOf(error.code), message: error.message };
  }
}

function refusalOf(code: string): Refusal {
  if (code === 'TooManyRequestsException') return 'throttled';
  if (code === 'RequestEntityTooLargeException') return 'tooLarge';
  return code.startsWith('AccessDenied') ? 'denied' : 'failed';
}

/** The promise's value, or `undefined` when it takes longer. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, milliseconds, undefined);
    promise.then(done, fail).finally(() => clearTimeout(timer));
  });
}

/** The function of an integration or authorizer URI: a function ARN or one inside an `apigateway` ARN. */
export function functionOf(uri: string | undefined): string | undefined {
  const inside =
    /:lambda:path\/[\d-]+\/functions\/(.+?)\/(?:invocations|response-streaming-invocations)$/.exec(
      uri ?? '',
    )?.[1];
  return inside ?? (/^arn:[\w-]+:lambda:/.test(uri ?? '') ? uri : undefined);
}

/** Fills `${stageVariables.x}` of an integration's URI or credentials. */
export const withStageVariables = (text: string, variables: Record<string, string>): string =>
  text.includes('${stageVariables.')
    ? text.replace(/\$\{stageVariables\.([\w]+)\}/g, (_, name: string) => variables[name] ?? '')
    : text;
