import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import type { Pool, Room, User } from './types.ts';

/** What an operation knows of its caller and hands on to triggers. */
export interface Call {
  clientId: string;
  traceId?: string;
  /** `ClientMetadata` of the request. */
  metadata: Record<string, string>;
}

/** Triggers of a pool that run here, by their name in `LambdaConfig`. */
export type TriggerName =
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration'
  | 'CustomMessage';

export interface Trigger {
  name: TriggerName;
  /** For example `PreSignUp_AdminCreateUser`. */
  source: string;
  user: Pick<User, 'username' | 'attributes' | 'status'>;
  request?: Properties;
  response?: Properties;
}

/**
 * Runs a trigger with the event that all of them share (developer guide, "Customizing user pool workflows with Lambda
 * triggers", 2026) and gives its `response`; `undefined` when the pool has no such trigger.
 * @throws AwsError UserLambdaValidationException, InvalidLambdaResponseException, UnexpectedLambdaException
 */
export async function runTrigger(
  { cloud }: Room,
  pool: Pool,
  call: Call,
  { name, source, user, request = {}, response = {} }: Trigger,
): Promise<Properties | undefined> {
  const { arn, version } = triggerOf(pool, name);
  if (!arn) return undefined;
  const event = {
    version,
    region: pool.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: call.clientId },
    triggerSource: source,
    request: {
      userAttributes: { ...user.attributes, 'cognito:user_status': user.status },
      ...request,
      ...(Object.keys(call.metadata).length > 0 ? { clientMetadata: call.metadata } : {}),
    },
    response,
  };
  const caller = { service: 'cognito-idp.amazonaws.com', sourceArn: pool.arn };
  const result = await cloud
    .invoke(arn, JSON.stringify(event), { caller, traceId: call.traceId })
    .catch((error: Error) => {
      throw new AwsError('UnexpectedLambdaException', `${name} failed: ${error.message}`);
    });
  if (result.error) {
    throw new AwsError(
      'UserLambdaValidationException',
      `${name} failed with error ${messageOf(result.payload)}.`,
    );
  }
  return responseOf(result.payload);
}

/** `PreTokenGenerationConfig` says which version of the event its function takes. */
function triggerOf({ settings }: Pool, name: TriggerName): { arn?: string; version: string } {
  const config: Properties = settings.LambdaConfig ?? {};
  const versioned: Properties | undefined = name === 'PreTokenGeneration' && config.PreTokenGenerationConfig;
  if (!versioned) return { arn: config[name], version: '1' };
  return { arn: versioned.LambdaArn, version: /^V(\d)/.exec(versioned.LambdaVersion ?? '')?.[1] ?? '1' };
}

export const hasTrigger = (pool: Pool, name: TriggerName): boolean => triggerOf(pool, name).arn !== undefined;

function responseOf(payload: string): Properties {
  const output = parse(payload);
  if (output && typeof output.response === 'object' && output.response !== null) return output.response;
  throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

/** The message of an error; its full stop is the sentence's own. */
const messageOf = (payload: string) => String(parse(payload)?.errorMessage ?? payload).replace(/\.$/, '');

function parse(payload: string): Properties | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? (value as Properties) : undefined;
  } catch {
    return undefined;
  }
}
