import { AwsError } from '../../aws-error.ts';

export const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);

/** As the services write a broken constraint of their model; of bytes they show none, `undefined` here. */
export const constraint = (member: string, value: unknown, rule: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value === undefined ? '' : `'${value}' `}at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );

export const required = (member: string): AwsError => constraint(member, 'null', 'not be null');
