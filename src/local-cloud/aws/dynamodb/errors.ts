import { AwsError } from '../../aws-error.ts';
import type { Item } from './types.ts';

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** As DynamoDB words it for table operations. */
export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** As DynamoDB words it for item operations. */
export function notFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

/** A failed condition, with the item where the call asked for it. */
export function conditionFailed(item: Item | undefined): AwsError {
  const members = item ? { Item: item } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, members);
}
