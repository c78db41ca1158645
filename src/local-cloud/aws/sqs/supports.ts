import type { SupportTable } from '../../contract.ts';

/** Types of SQS that the room serves. Policies are the IAM room's. */
export const supports: SupportTable = {
  'AWS::SQS::Queue': {
    inert: ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'Tags'],
  },
  'AWS::SQS::QueueInlinePolicy': {
    ignored: { PolicyDocument: 'only AWS::SQS::QueuePolicy is evaluated' },
  },
};
