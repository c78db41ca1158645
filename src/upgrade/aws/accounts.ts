import { type Stack, sameStack, type Told } from './stack.ts';
import { statefulTypes } from './stateful-types.ts';

/** Stacks with data whose account the credentials said, and that get one of their own: it may be another one. */
export function namedAccounts(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) => {
    const now = sameStack(after, stack);
    if (!now || (stack.account === '') === (now.account === '')) return [];
    const held = Object.entries(stack.resources).filter(([, { Type }]) => Object.hasOwn(statefulTypes, Type));
    if (held.length === 0) return [];
    const [at, other] = now.account
      ? [`goes to account ${now.account}, whoever deploys it`, 'it was deployed to another one']
      : [`goes to the account of whoever deploys it`, `that is not ${stack.account}`];
    const names = held.map(([logicalId]) => logicalId).join(', ');
    const message = `${stack.name} ${at}: if ${other}, it gets new, empty resources there (${names}).`;
    return [{ stack: stack.name, message }];
  });
}
