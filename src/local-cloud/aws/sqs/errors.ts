import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { AwsResponse } from '../../contract.ts';

/** Codes of the Query protocol by the names of the JSON protocol, where they differ (SQS's Smithy model, awsQueryError). */
const queryCodes: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  InvalidParameterValueException: 'InvalidParameterValue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  MissingRequiredParameterException: 'MissingParameter',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** The code in entries of batch results and in the `x-amzn-query-error` header. */
export const queryCode = ({ code }: AwsError): string => queryCodes[code] ?? code;

export const missing = (parameter: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The request must contain the parameter ${parameter}.`);

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

export const invalidValue = (parameter: string, value: unknown, reason: string): AwsError =>
  invalid(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const noSuchQueue = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const notForThisType = 'The request include parameter that is not valid for this queue type.';

/** An error as SQS's JSON protocol answers it; old clients read its Query code from the header. */
export function errorAnswer(error: AwsError): AwsResponse {
  // IAM throws the name of the Query protocol.
  const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
  const isCommon = /Exception$/.test(code) && code !== 'ResourceNotFoundException';
  return {
    status: error.status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
      'x-amzn-query-error': `${queryCodes[code] ?? code};${error.status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({
      __type: `${isCommon ? 'com.amazon.coral.service' : 'com.amazonaws.sqs'}#${code}`,
      message: error.message,
    }),
  };
}

export const badValue = (name: string, reason?: string): AwsError =>
  new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason ? ` Reason: ${reason}` : ''}`,
  );
