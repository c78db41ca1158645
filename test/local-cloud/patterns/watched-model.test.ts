import { expect, it } from 'vitest';
import { modelOf } from '../harness.ts';
import { watchModel } from './watched-model.ts';

it('a member that nobody reads is told of, whatever is read beside it', () => {
  const { model, unread, read } = watchModel(
    modelOf({
      test: {
        Resources: {
          Queue: {
            Type: 'AWS::SQS::Queue',
            Properties: { DelaySeconds: 1, RedrivePolicy: { deadLetterTargetArn: 'x', maxReceiveCount: 2 } },
          },
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: { Name: 'r', Targets: [{ Id: 'a' }, { Id: 'b', Arn: 'x' }], EventPattern: {} },
          },
        },
      },
    }),
  );
  const [queue] = model.byType('AWS::SQS::Queue');
  expect(queue!.properties.RedrivePolicy.maxReceiveCount).toBe(2);
  const [rule] = model.byType('AWS::Events::Rule');
  for (const { Id } of rule!.properties.Targets) expect(Id).toBeTruthy();
  expect(Object.fromEntries(unread())).toEqual({
    'AWS::SQS::Queue': new Set(['DelaySeconds', 'RedrivePolicy.deadLetterTargetArn']),
    'AWS::Events::Rule': new Set(['EventPattern', 'Targets.Arn']),
  });
  expect(Object.fromEntries(read())).toEqual({
    'AWS::SQS::Queue': new Set(['RedrivePolicy', 'RedrivePolicy.maxReceiveCount']),
    'AWS::Events::Rule': new Set(['Targets', 'Targets.Id']),
  });
});
