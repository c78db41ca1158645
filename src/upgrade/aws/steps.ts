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

/** What holds data for a time that is no loss to tell of as such, and until when it does. */
const passing: Readonly<Record<string, string>> = {
  'AWS::KinesisFirehose::DeliveryStream':
    'until it has delivered all (no DeliveryToS3.DataFreshness any more)',
  'AWS::StepFunctions::StateMachine':
    'until none of its executions is RUNNING, and redrive those that have FAILED',
};

/** What goes while something may still be on its way through it. */
export function passingSteps(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([logicalId, { Type }]) => passing[Type] && !sameStack(after, stack)?.resources[logicalId])
      .map(([logicalId, { Type }]) => ({
        stack: stack.name,
        message: `Wait for ${logicalId} in ${stack.name} first: keep clients from sending, and wait ${passing[Type]}. Only then deploy. What is in it after the deploy is not worked off.`,
      })),
  );
}

/** The tables whose streams functions read, by logical id. Nothing where only a contract is known. */
function readTables({ resources }: Stack): Set<string> {
  const mappings = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
  const sources = mappings.map(({ Properties }) => {
    const { 'Fn::GetAtt': found } = (Properties?.EventSourceArn ?? {}) as { 'Fn::GetAtt'?: string[] };
    return found?.[1] === 'StreamArn' ? found[0] : undefined;
  });
  return new Set(sources.filter((id) => id !== undefined));
}

/** A table stays, and what waits in it for the reader of its stream is out of sight. */
export function unreadStreamSteps(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) => {
    const now = sameStack(after, stack);
    const read = now ? readTables(now) : new Set<string>();
    return [...readTables(stack)]
      .filter((table) => !read.has(table))
      .map((table) => ({
        stack: stack.name,
        message: `Nobody reads the stream of ${table} in ${stack.name} after the deploy. Keep clients from sending, wait until the function's IteratorAge is 0, and put back what was given up. What still waits in the table then (orders do under the kinds "accepted" and "failed") stays there and is not worked off: look before you deploy.`,
      }));
  });
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
