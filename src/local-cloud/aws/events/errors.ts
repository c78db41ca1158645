import { AwsError } from '../../aws-error.ts';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const constraint = (member: string, value: unknown, rule: string): AwsError =>
  validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );

export const noSuchBus = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);

export const noSuchRule = (name: string, bus: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
