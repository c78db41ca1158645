import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, validation } from './errors.ts';
import { busAt, placeOf, type Room, type Rule, ruleArn, ruleAt, type Target } from './store.ts';
import { unservedTarget } from './targets.ts';
import { unknownPlaceholders } from './transform.ts';

/** Targets of one rule (EventBridge quotas, 2026). */
const mostTargets = 5;

export function targetOperations(room: Room): Operations {
  const allowed = (input: Properties, request: AwsRequest, action: string): Rule => {
    const bus = busAt(room, input.EventBusName, placeOf(room, request));
    room.cloud.authorize(request.caller, `events:${action}`, ruleArn(bus, String(input.Rule)));
    return ruleAt(room, bus, input.Rule);
  };
  return {
    PutTargets: (input, request) => {
      const { name, targets } = allowed(input, request, 'PutTargets');
      const given = list(input.Targets, 'targets').map((target, at) => checkTarget(target ?? {}, at));
      const ids = new Set([...targets.keys(), ...given.map(({ Id }) => Id)]);
      if (ids.size > mostTargets) {
        const message = 'The requested resource exceeds the maximum number allowed.';
        throw new AwsError('LimitExceededException', message);
      }
      for (const target of given) {
        targets.set(target.Id, target);
        const text = unservedTarget(name, target);
        const traceId = request.traceId ?? '';
        if (text) room.cloud.trace({ traceId, kind: 'notice', source: 'events', text });
      }
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (input, request) => {
      const { targets } = allowed(input, request, 'RemoveTargets');
      const unknown = list(input.Ids, 'ids').filter((id) => !targets.delete(String(id)));
      const FailedEntries = unknown.map((TargetId) => ({
        TargetId,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Target ${TargetId} does not exist.`,
      }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
    ListTargetsByRule: (input, request) => ({
      Targets: [...allowed(input, request, 'ListTargetsByRule').targets.values()],
    }),
  };
}

function list(value: unknown, member: string): Properties[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw constraint(member, '[]', 'have length greater than or equal to 1');
}

/** @throws AwsError ValidationException */
export function checkTarget(target: Properties, at: number): Target {
  const { Id, Arn } = target;
  if (typeof Id !== 'string' || !/^[\w.-]+$/.test(Id)) {
    const rule = 'satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+';
    throw constraint(`targets.${at + 1}.member.id`, Id, rule);
  }
  if (Id.length > 64) {
    throw constraint(`targets.${at + 1}.member.id`, Id, 'have length less than or equal to 64');
  }
  if (typeof Arn !== 'string' || !Arn.startsWith('arn:')) {
    throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  const inputs = ['Input', 'InputPath', 'InputTransformer'].filter((name) => target[name] !== undefined);
  if (inputs.length > 1) {
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  const [unknown] = unknownPlaceholders(target.InputTransformer ?? {});
  if (unknown) throw validation(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  return { ...target, Id, Arn };
}
