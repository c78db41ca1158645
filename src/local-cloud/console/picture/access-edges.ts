import type { Model, Properties } from '../../contract.ts';
import { policiesOf } from '../../iam/policies.ts';
import type { Statement } from '../../iam/statement.ts';
import type { PictureEdge } from '../views.ts';
import type { Finder } from './finder.ts';
import { nodeId } from './nodes.ts';

/** Actions by which a poller reads: the source of events, not a thing that the function calls. */
const reading =
  /^(sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueue\w+)|kinesis:(Get|Describe|List|Subscribe)\w*|dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams))$/;

/** Functions and state machines to what their environment names and their role may use. */
export function accessEdges(model: Model, find: Finder): PictureEdge[] {
  const { identity } = policiesOf(model);
  return model.byType('AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine').flatMap((resource) => {
    const { properties } = resource;
    const from = nodeId(resource);
    if (!find.one(resource.arn)) return [];
    const used = new Map<string, Set<string>>();
    for (const node of namedIn(properties, find)) used.set(node, new Set());
    for (const statement of identity.get(properties.Role ?? properties.RoleArn) ?? [])
      grant(statement, find, used);
    used.delete(from);
    return [...used]
      .filter(([, actions]) => actions.size === 0 || ![...actions].every((action) => reading.test(action)))
      .map(([to, actions]): PictureEdge => ({ from, to, kind: 'access', text: textOf(actions) }));
  });
}

function namedIn(properties: Properties, find: Finder): string[] {
  const values = Object.values(properties.Environment?.Variables ?? {});
  return values.flatMap((value) => find.all(value)).map(({ id }) => id);
}

function grant(
  { effect, actions = [], resources = [] }: Statement,
  find: Finder,
  used: Map<string, Set<string>>,
): void {
  if (effect !== 'Allow') return;
  for (const resource of resources) {
    const node = resource === '*' ? undefined : find.one(resource.replace(/\*$/, '').replace(/[/:]$/, ''));
    if (!node) continue;
    const known = used.get(node.id) ?? new Set();
    used.set(node.id, known);
    for (const action of actions) known.add(action);
  }
}

const textOf = (actions: Set<string>): string =>
  actions.size === 0
    ? 'named in the environment, no permission'
    : [...actions]
        .map((action) => action.split(':')[1] ?? action)
        .sort()
        .join(', ');
