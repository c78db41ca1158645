import type { Model } from '../contract.ts';
import type { Target } from './functions.ts';
import type { Invocation } from './invoker.ts';

/** An event in the asynchronous queue. */
export interface AsyncEvent {
  target: Target;
  /** JSON text. */
  payload: string;
  requestId: string;
  traceId?: string;
  clientContext?: unknown;
}

/** What `AWS::Lambda::EventInvokeConfig` says of a function, Lambda's defaults filled in. */
export interface EventInvokeConfig {
  retries: number;
  maxAgeMs: number;
  onSuccess?: string;
  onFailure?: string;
}

/** The configuration of the function, or of the version or alias that the event was sent to. */
export function eventInvokeConfig(model: Model, { fn, qualifier = '$LATEST' }: Target): EventInvokeConfig {
  const configured = model
    .byType('AWS::Lambda::EventInvokeConfig')
    .find(
      ({ properties }) =>
        named(properties.FunctionName, fn.name) && (properties.Qualifier ?? '$LATEST') === qualifier,
    );
  const properties = configured?.properties ?? {};
  return {
    retries: properties.MaximumRetryAttempts === undefined ? 2 : Number(properties.MaximumRetryAttempts),
    maxAgeMs: (Number(properties.MaximumEventAgeInSeconds) || 21_600) * 1000,
    onSuccess: properties.DestinationConfig?.OnSuccess?.Destination,
    onFailure: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

/** The invocation record (Lambda guide, "Capturing records of Lambda asynchronous invocations", 2026). */
export function invocationRecord(
  { target: { fn, version, qualifier }, payload, requestId }: AsyncEvent,
  condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded',
  approximateInvokeCount: number,
  last?: Invocation,
): string {
  const functionError = last?.error && { functionError: last.error };
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${fn.arn}:${qualifier ?? '$LATEST'}`,
      condition,
      approximateInvokeCount,
    },
    requestPayload: JSON.parse(payload),
    ...(last && {
      responseContext: { statusCode: 200, executedVersion: version, ...functionError },
      responsePayload: JSON.parse(last.payload),
    }),
  });
}

function named(nameOrArn: unknown, name: string): boolean {
  return nameOrArn === name || String(nameOrArn).split(':function:')[1]?.split(':')[0] === name;
}
