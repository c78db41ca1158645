import { AwsError } from '../../aws-error.ts';

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
