import type { SupportTable } from '../../contract.ts';

/** Types of Kinesis that the room serves. */
export const supports: SupportTable = {
  'AWS::Kinesis::Stream': {
    inert: ['DesiredShardLevelMetrics', 'StreamEncryption', 'Tags', 'WarmThroughputMiBps'],
  },
  'AWS::Kinesis::StreamConsumer': { inert: ['Tags'] },
};
