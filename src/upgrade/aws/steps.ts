import type { StatefulLoss } from './losses.ts';
import { movedNames } from './names.ts';
import { type Stack, sameStack, type Told } from './stack.ts';
import { statefulTypes } from './stateful-types.ts';

const drained: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'until it is empty (ApproximateNumberOfMessages and ...NotVisible are 0)',
  'AWS::Kinesis::Stream': "until its consumer has caught up (the function's IteratorAge is 0)",
};

/** A queue or stream that nobody reads any more should be empty before. */
export function drainSteps(losses: readonly StatefulLoss[]): Told[] {
  return losses
    .filter(({ type }) => drained[type])
    .map(({ logicalId, stack, type }) => ({
      stack,
      message: `Drain ${logicalId} in ${stack} first: keep clients from sending, and wait ${drained[type]}. What is in it after the deploy is not worked off.`,
    }));
}

/** Users stay in a pool that the app has let go of. */
export function userPoolSteps(losses: readonly StatefulLoss[]): Told[] {
  return losses
    .filter(({ type }) => type === 'AWS::Cognito::UserPool')
    .map(({ logicalId, stack }) => ({
      stack,
      message: `${logicalId} in ${stack} keeps its users, but nobody can sign in any more. To come back to them later, import the pool into its stack (cdk import) before you deploy.`,
    }));
}

/** Names that go from one resource to another, which AWS refuses as long as the first has them. */
export function handoverSteps(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return movedNames(before, after).map(({ from, to }) => {
    const start = `The ${from.what} ${from.name} goes from ${from.logicalId} in ${from.stack} to ${to.logicalId}`;
    const once = 'AWS gives it to one at a time';
    const gone = !after.some(({ name }) => name === from.stack);
    const [where, how] = gone
      ? [` in ${to.stack}`, `delete the stack ${from.stack} first, then deploy ${to.stack}`]
      : from.stack === to.stack
        ? ['', 'CloudFormation makes the new one first: deploy once without the domain, then with it']
        : [
            ` in ${to.stack}`,
            `deploy ${from.stack} first (cdk deploy --exclusively ${from.stack}), then ${to.stack}`,
          ];
    return { stack: from.stack, message: `${start}${where}. ${once}: ${how}. It answers nobody in between.` };
  });
}

/** A logical id keeps its type for life. Resources with data are told of as losses. */
export function retypedSteps(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) =>
    Object.entries(stack.resources).flatMap(([logicalId, { Type }]): Told[] => {
      const now = sameStack(after, stack)?.resources[logicalId]?.Type;
      if (now === undefined || now === Type || Object.hasOwn(statefulTypes, Type)) return [];
      const message = `${logicalId} in ${stack.name} turns from ${Type} into ${now}, which CloudFormation refuses. Give it another id in the code, or deploy once without it.`;
      return [{ stack: stack.name, message }];
    }),
  );
}
