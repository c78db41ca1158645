import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import { compilePattern, InvalidPatternError } from '../../event-pattern.ts';
import { validation } from './errors.ts';
import { nextRun } from './schedule.ts';
import { type Bus, type Rule, ruleArn } from './store.ts';

/**
 * A rule from the input of PutRule or the properties of a template; a pattern may be JSON text or an object.
 * @throws AwsError InvalidEventPatternException, ValidationException
 */
export function newRule(bus: Bus, name: string, given: Properties): Omit<Rule, 'targets' | 'matched'> {
  if (!/^[\w.-]{1,64}$/.test(name)) {
    throw validation(
      `Parameter Name is not valid. Reason: ${name} has other than 1 to 64 of . - _ A-Z a-z 0-9.`,
    );
  }
  const { EventPattern, ScheduleExpression, State = 'ENABLED', Description, RoleArn } = given;
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (ScheduleExpression !== undefined) checkSchedule(bus, String(ScheduleExpression));
  const pattern = typeof EventPattern === 'object' ? JSON.stringify(EventPattern) : EventPattern;
  return {
    arn: ruleArn(bus, name),
    name,
    busArn: bus.arn,
    description: Description,
    roleArn: RoleArn,
    pattern,
    matches: pattern === undefined ? () => false : compile(pattern),
    schedule: ScheduleExpression,
    state: String(State),
    fromTemplate: false,
  };
}

export const isEnabled = ({ state }: Pick<Rule, 'state'>): boolean => state.startsWith('ENABLED');

export function compile(pattern: string) {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

function checkSchedule({ name }: Bus, expression: string): void {
  if (name !== 'default') {
    throw validation('ScheduleExpression is supported only on the default event bus.');
  }
  if (nextRun(expression, 0) === undefined) throw validation('Parameter ScheduleExpression is not valid.');
}
