import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, validation } from './errors.ts';
import { compile, newRule } from './rule.ts';
import { type Bus, busAt, nameOf, placeOf, type Room, type Rule, ruleArn, ruleAt, rulesOf } from './store.ts';

/** Rules by call. `changed` is told when schedules may have changed. */
export function ruleOperations(room: Room, changed: () => void): Operations {
  const { cloud, rules } = room;
  const busOf = (input: Properties, request: AwsRequest): Bus =>
    busAt(room, input.EventBusName, placeOf(room, request));
  const allowed = (input: Properties, request: AwsRequest, action: string, member = 'Name'): Rule => {
    const bus = busOf(input, request);
    cloud.authorize(request.caller, `events:${action}`, ruleArn(bus, String(input[member])));
    return ruleAt(room, bus, input[member]);
  };
  const setState = (action: string, state: string) => (input: Properties, request: AwsRequest) => {
    allowed(input, request, action).state = state;
    changed();
  };
  return {
    PutRule: (input, request) => {
      const bus = busOf(input, request);
      const name = String(input.Name ?? '');
      cloud.authorize(request.caller, 'events:PutRule', ruleArn(bus, name));
      const known = rules.get(ruleArn(bus, name));
      const rule: Rule = { targets: new Map(), matched: 0, ...known, ...newRule(bus, name, input) };
      rules.set(rule.arn, { ...rule, fromTemplate: known?.fromTemplate ?? false });
      changed();
      return { RuleArn: rule.arn };
    },
    DeleteRule: (input, request) => {
      const bus = busOf(input, request);
      const arn = ruleArn(bus, String(input.Name));
      cloud.authorize(request.caller, 'events:DeleteRule', arn);
      if (rules.get(arn)?.targets.size) throw validation("Rule can't be deleted since it has targets.");
      rules.delete(arn);
      changed();
    },
    EnableRule: setState('EnableRule', 'ENABLED'),
    DisableRule: setState('DisableRule', 'DISABLED'),
    DescribeRule: (input, request) => {
      const rule = allowed(input, request, 'DescribeRule');
      return { ...describe(rule), CreatedBy: rule.arn.split(':')[4] };
    },
    ListRules: (input, request) => {
      const bus = busOf(input, request);
      cloud.authorize(request.caller, 'events:ListRules', ruleArn(bus, '*'));
      const found = rulesOf(room, bus).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      return { Rules: found.map(describe) };
    },
    ListRuleNamesByTarget: (input, request) => {
      const bus = busOf(input, request);
      cloud.authorize(request.caller, 'events:ListRuleNamesByTarget', ruleArn(bus, '*'));
      const found = rulesOf(room, bus).filter(({ targets }) =>
        [...targets.values()].some(({ Arn }) => Arn === input.TargetArn),
      );
      return { RuleNames: found.map(({ name }) => name) };
    },
    TestEventPattern: (input, request) => {
      cloud.authorize(request.caller, 'events:TestEventPattern', '*');
      return { Result: compile(String(input.EventPattern))(parseEvent(input.Event)) };
    },
  };
}

function describe(rule: Rule): Properties {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    ScheduleExpression: rule.schedule,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: nameOf(rule.busArn),
  };
}

/** The fields that an event must have to be tested (EventBridge API reference, TestEventPattern, 2026). */
function parseEvent(text: unknown): unknown {
  try {
    const event = JSON.parse(String(text));
    const fields = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
    if (fields.every((field) => event?.[field] !== undefined)) return event;
  } catch {
    // No JSON has the same answer as JSON without the fields.
  }
  throw constraint(
    'event',
    text,
    'be an event with id, account, source, time, region, resources and detail-type',
  );
}
