import { createHash } from 'node:crypto';
import type { Resource } from '../contract.ts';
import type { LambdaFunction } from './functions.ts';

/** `FunctionConfiguration` of the API, as far as the local cloud knows it. */
export function describeFunction(fn: LambdaFunction): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    Description: fn.description,
    Timeout: fn.timeoutMs / 1000,
    MemorySize: fn.memoryMb,
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...(Object.keys(fn.variables).length > 0 && { Environment: { Variables: fn.variables } }),
    ...(fn.deadLetterArn && { DeadLetterConfig: { TargetArn: fn.deadLetterArn } }),
    LoggingConfig: {
      LogFormat: fn.logging.format,
      ...(fn.logging.format === 'JSON' && {
        ApplicationLogLevel: fn.logging.applicationLevel,
        SystemLogLevel: fn.logging.systemLevel,
      }),
      LogGroup: fn.logGroup,
    },
  };
}

/** `EventSourceMappingConfiguration` of the API. */
export function describeMapping(
  { path, properties }: Resource,
  FunctionArn: string,
): Record<string, unknown> & { EventSourceArn: unknown; FunctionArn: string } {
  const { FunctionName: _, Enabled, Tags: __, ...rest } = properties;
  const hash = createHash('sha256').update(path).digest('hex');
  return {
    ...rest,
    UUID: [
      hash.slice(0, 8),
      hash.slice(8, 12),
      hash.slice(12, 16),
      hash.slice(16, 20),
      hash.slice(20, 32),
    ].join('-'),
    EventSourceArn: properties.EventSourceArn,
    FunctionArn,
    State: Enabled === false ? 'Disabled' : 'Enabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}
