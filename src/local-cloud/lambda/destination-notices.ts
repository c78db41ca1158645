import type { Model, Resource } from '../contract.ts';

/** Kinds of targets that Lambda takes for each purpose (Lambda guide and CloudFormation reference, 2026). */
const kinds = {
  success: ['sqs', 'sns', 'lambda', 'events'],
  failure: ['sqs', 'sns', 'lambda', 'events', 's3'],
  discarded: ['sqs', 'sns', 's3'],
  deadLetters: ['sqs', 'sns'],
} as const;

/** What the templates name as a target of records, and Lambda or the local cloud sends nothing to; one line each. */
export function destinationNotices(model: Model): string[] {
  const check = ({ path }: Resource, purpose: keyof typeof kinds, target: unknown): string[] => {
    if (typeof target !== 'string' || target === '') return [];
    if (target.startsWith('kafka://')) return [`${path}: the local cloud sends no records to ${target}.`];
    const kind = target.split(':')[2];
    if (!kinds[purpose].some((each) => each === kind)) {
      return [`${path}: Lambda does not take ${target} here, only ${kinds[purpose].join(', ')}.`];
    }
    const isFifo = (kind === 'sqs' || kind === 'sns') && target.endsWith('.fifo');
    return isFifo ? [`${path}: Lambda sends no records to ${target}, which is FIFO.`] : [];
  };
  return [
    ...model.byType('AWS::Lambda::EventInvokeConfig').flatMap((each) => {
      const { OnSuccess, OnFailure } = each.properties.DestinationConfig ?? {};
      return [
        ...check(each, 'success', OnSuccess?.Destination),
        ...check(each, 'failure', OnFailure?.Destination),
      ];
    }),
    ...model
      .byType('AWS::Lambda::EventSourceMapping')
      .flatMap((each) => check(each, 'discarded', each.properties.DestinationConfig?.OnFailure?.Destination)),
    ...model
      .byType('AWS::Lambda::Function')
      .flatMap((each) => check(each, 'deadLetters', each.properties.DeadLetterConfig?.TargetArn)),
  ];
}
