import type { SupportTable } from '../../contract.ts';

/** Types of EventBridge that the room serves. */
export const supports: SupportTable = {
  'AWS::Events::EventBus': {
    inert: ['Description', 'KmsKeyIdentifier', 'LogConfig', 'Tags'],
    ignored: {
      DeadLetterConfig: 'only the dead-letter queues of targets are used',
      EventSourceName: 'partners send no events here',
    },
  },
  'AWS::Events::Rule': {
    inert: ['Description', 'Tags'],
    ignored: {
      ScheduleExpression: 'schedules run only with `events: { schedules: true }` in dev/config.ts',
    },
  },
  'AWS::Events::EventBusPolicy': { inert: ['StatementId'] },
  'AWS::Events::Archive': {
    inert: ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays'],
    ignored: { SourceArn: 'events are not archived and cannot be replayed' },
  },
};
