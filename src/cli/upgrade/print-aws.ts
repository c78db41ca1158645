import type { StageCount } from '../../upgrade/aws/counts.ts';
import type { Told } from '../../upgrade/aws/stack.ts';
import type { AwsConsequences } from './aws.ts';

/** What a deploy would do, in words; nothing when it would do nothing. */
export function awsLines(aws: AwsConsequences): string[] {
  const { from, why, losses, created, notes, steps, counts, gone, settled = [], whole } = aws;
  if (from === 'unchanged') return [];
  const open = settled.length > 0 ? `, with the template's version of ${listed(settled)}` : '';
  const how =
    from === 'synth' ? `both versions synthesised${open}` : `by stateful.contract.json, because ${why}`;
  const told = [
    ...counts.filter((count) => count.created + count.changed + count.removed > 0).map(inWords),
    ...grouped(losses).map((sentence) => `! ${sentence}`),
    ...grouped(created),
    ...grouped(notes),
    ...(gone.length > 0 ? [withoutStacks(gone)] : []),
  ];
  return [
    '',
    `What a deploy does in AWS (${how}${whole ? ', with what is left out' : ''}):`,
    ...(told.length > 0 ? told : ['No resource with data is touched.']).map((sentence) => `  ${sentence}`),
    ...(from === 'contract' ? [`  ${partly}`] : []),
    ...(steps.length > 0 ? ['', 'Before and while you deploy:'] : []),
    ...grouped(steps).map((step, index) => `  ${index + 1}. ${step}`),
  ];
}

/** The contract names resources with data, and nothing else. */
const partly =
  'Other resources, and domains that go from one to another, are known only when both versions can be synthesised.';

function withoutStacks(gone: readonly string[]): string {
  const names = [...new Set(gone)];
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${listed(names)} ${are} no longer part of the app. A deploy leaves ${them} running; delete ${them} when nobody needs ${them}: aws cloudformation delete-stack --stack-name NAME`;
}

function inWords({ stage, created, changed, removed }: StageCount): string {
  const parts = [
    [created, 'new'],
    [changed, 'changed'],
    [removed, 'removed'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${stage === '' ? 'Resources' : `Stage ${stage}, resources`}: ${said.join(', ')}.`;
}

/** Stands for the name of a stack. */
const hole = '\0';

/** One sentence for the same resource of several stages. */
export function grouped(found: readonly Told[]): string[] {
  const sentences = new Map<string, string[]>();
  for (const { message, stack } of found) {
    const shape = message.replaceAll(stack, hole);
    sentences.set(shape, [...(sentences.get(shape) ?? []), stack]);
  }
  return [...sentences].map(([shape, stacks]) => shape.replaceAll(hole, listed(stacks)));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
