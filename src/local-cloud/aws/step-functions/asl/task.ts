import { AwsError } from '../../../aws-error.ts';
import type { Properties } from '../../../contract.ts';
import { callAws } from '../../protocol/call.ts';
import { Failure, runtime } from './failure.ts';
import type { Surroundings } from './types.ts';

/** Operations that a task may call, as `<service>:<operation>`, and the name that their errors begin with. */
const operations: Record<string, { service: string; action: string; errors: string }> = {
  ...Object.fromEntries(
    ['getItem', 'putItem', 'updateItem', 'deleteItem'].map((name) => [
      `dynamodb:${name}`,
      { service: 'dynamodb', action: capital(name), errors: 'DynamoDB' },
    ]),
  ),
  'sqs:sendMessage': { service: 'sqs', action: 'SendMessage', errors: 'SQS' },
  'events:putEvents': { service: 'events', action: 'PutEvents', errors: 'EventBridge' },
};

/** Whether a task of this resource runs here. */
export const isServedTask = (resource: unknown): boolean =>
  typeof resource === 'string' &&
  (/^arn:[\w-]+:lambda:/.test(resource) ||
    integration(resource) === 'lambda:invoke' ||
    integration(resource) in operations);

/** `lambda:invoke` of `arn:aws:states:::lambda:invoke`. */
const integration = (resource: string): string => /^arn:[\w-]+:states:::(.+)$/.exec(resource)?.[1] ?? '';

/** Does the work of a Task state with the rights of the state machine (developer guide, "Integrating services", 2026). */
export async function runTask(
  resource: string,
  input: unknown,
  surroundings: Surroundings,
): Promise<unknown> {
  if (/^arn:[\w-]+:lambda:/.test(resource)) return (await invoke(resource, input, surroundings)).result;
  if (integration(resource) === 'lambda:invoke') return invokeByName(input as Properties, surroundings);
  const operation = operations[integration(resource)];
  if (!operation) throw runtime(`The local cloud runs no task of ${resource}.`);
  return callService(operation, input as Properties, surroundings);
}

async function invokeByName(input: Properties, surroundings: Surroundings): Promise<unknown> {
  const { FunctionName, Qualifier, Payload = {}, InvocationType } = input;
  const name = Qualifier === undefined ? String(FunctionName) : `${FunctionName}:${Qualifier}`;
  const { result, requestId } = await invoke(name, Payload, surroundings, InvocationType === 'Event');
  return {
    ExecutedVersion: String(Qualifier ?? '$LATEST'),
    Payload: result,
    SdkHttpMetadata: { HttpStatusCode: InvocationType === 'Event' ? 202 : 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: InvocationType === 'Event' ? 202 : 200,
  };
}

/** What a function answers. Its errors have the names that it gives them. */
async function invoke(name: string, payload: unknown, surroundings: Surroundings, later = false) {
  const { cloud, caller, traceId } = surroundings;
  const options = { caller, traceId, type: later ? ('event' as const) : ('request' as const) };
  try {
    const answer = await cloud.invoke(name, JSON.stringify(payload), options);
    if (answer.error) throw functionFailure(answer.payload);
    const result: unknown = later || answer.payload === '' ? null : JSON.parse(answer.payload);
    return { result, requestId: answer.requestId };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // What is no error of its own in the Lambda API's model comes as this one.
    const known = /^(TooManyRequests|ResourceNotFound|Service)Exception$/.test(error.code);
    throw new Failure(`Lambda.${known ? error.code : 'AWSLambdaException'}`, error.message);
  }
}

function functionFailure(payload: string): Failure {
  const { errorType = 'Lambda.Unknown' } = (JSON.parse(payload) ?? {}) as { errorType?: string };
  return new Failure(errorType, payload);
}

async function callService(
  { service, action, errors }: (typeof operations)[string],
  input: Properties,
  { cloud, caller, region, traceId }: Surroundings,
): Promise<unknown> {
  try {
    return await callAws(cloud, { service, action, region, input: asTexts(service, input), caller, traceId });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
    throw new Failure(`${errors}.${name}`, error.message);
  }
}

/** Documents go into messages and events as texts. */
function asTexts(service: string, input: Properties): Properties {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : value);
  if (service === 'sqs') return { ...input, MessageBody: text(input.MessageBody) };
  if (service !== 'events') return input;
  return { Entries: input.Entries?.map((entry: Properties) => ({ ...entry, Detail: text(entry.Detail) })) };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
