import { physicalName } from '../identifiers.ts';
import { arn, named, type Shapes, type Subject, seedOf, text } from '../shape.ts';

const logGroup = (s: Subject) =>
  text(s, 'LogGroupName') ?? physicalName(s.stack, s.logicalId, seedOf(s), 512);
// The ARN of a log group ends in `:*` (CloudFormation, AWS::Logs::LogGroup return values).
const logGroupArn = (s: Subject) => arn(s, 'logs', `log-group:${logGroup(s)}:*`);
const alarm = named('AlarmName', 255);
const alarmArn = (s: Subject) => arn(s, 'cloudwatch', `alarm:${alarm(s)}`);

export const observability: Shapes = {
  'AWS::Logs::LogGroup': { ref: logGroup, arn: logGroupArn, attributes: { Arn: logGroupArn } },
  'AWS::Logs::LogStream': { ref: named('LogStreamName', 512) },
  'AWS::CloudWatch::Alarm': { ref: alarm, arn: alarmArn, attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::CompositeAlarm': { ref: alarm, arn: alarmArn, attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::Dashboard': { ref: named('DashboardName', 255) },
};
