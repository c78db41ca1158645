import type { Properties } from '../../../contract.ts';
import { unknownComparisons } from './choice.ts';
import { unknownFunctions } from './intrinsics.ts';
import { kinds } from './kinds.ts';
import { isServedTask } from './task.ts';
import type { State, States } from './types.ts';

/** Members of states that do nothing here, and what is missing without them. */
const members: Record<string, string> = {
  Assign: 'variables are not kept',
  Arguments: 'JSONata is not evaluated',
  Output: 'JSONata is not evaluated',
  HeartbeatSeconds: 'heartbeats are not watched',
  Credentials: 'no other role is taken on',
  ItemReader: 'items come from the input alone',
  ItemBatcher: 'items are not put together',
  ResultWriter: 'results go into the output alone',
};

/** What a definition asks for and does not get here, a sentence each. */
export function unservedOf(definition: States & Properties): string[] {
  if (definition.QueryLanguage === 'JSONata')
    return ['It is written in JSONata; JSONPath is evaluated here.'];
  return Object.entries(definition.States ?? {}).flatMap(([name, state]) => ofState(name, state));
}

function ofState(name: string, state: State): string[] {
  const inner: States[] = [...(state.Branches ?? []), state.ItemProcessor ?? state.Iterator].filter(Boolean);
  const text = JSON.stringify({
    ...state,
    Branches: undefined,
    ItemProcessor: undefined,
    Iterator: undefined,
  });
  return [
    ...(state.Type in kinds ? [] : [`State ${name}: type ${state.Type} does not run.`]),
    ...(state.QueryLanguage === 'JSONata' ? [`State ${name}: JSONata is not evaluated.`] : []),
    ...(state.Type === 'Task' && !isServedTask(state.Resource)
      ? [`State ${name}: no task of ${state.Resource} runs.`]
      : []),
    ...Object.keys(state)
      .filter((member) => Object.hasOwn(members, member))
      .map((member) => `State ${name}: ${member}: ${members[member]}.`),
    ...(state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED'
      ? [`State ${name}: a distributed Map does not run.`]
      : []),
    ...(state.Choices ?? [])
      .flatMap(unknownOfRule)
      .map((each: string) => `State ${name}: there is no comparison ${each}.`),
    ...unknownFunctions(text).map((each) => `State ${name}: there is no function States.${each}.`),
    ...(/\.\$":"\$[^"]*(\?\(|:\d|\d:)/.test(text)
      ? [`State ${name}: filters and slices of paths are not evaluated.`]
      : []),
    ...inner.flatMap((states) => unservedOf(states)),
  ];
}

function unknownOfRule(rule: Properties): string[] {
  const inner: Properties[] = [...(rule.And ?? []), ...(rule.Or ?? []), ...(rule.Not ? [rule.Not] : [])];
  return [...unknownComparisons(rule), ...inner.flatMap(unknownOfRule)];
}
