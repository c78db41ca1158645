import { AwsError } from '../../../aws-error.ts';
import { notFound, validation } from '../errors.ts';
import type { AttributeDefinition, Definition, IndexDefinition, Table, Throughput } from '../types.ts';
import { multiAttributeText } from './actions.ts';
import { definitionOf, multiAttribute } from './definition.ts';

/** Members of UpdateTable on indexes. */
export interface IndexInput {
  AttributeDefinitions?: AttributeDefinition[];
  GlobalSecondaryIndexUpdates?: IndexUpdate[];
}

interface IndexUpdate {
  Create?: IndexDefinition;
  Update?: { IndexName: string; ProvisionedThroughput: Throughput };
  Delete?: { IndexName: string };
}

export function indexUpdates({ GlobalSecondaryIndexUpdates: updates = [] }: IndexInput): IndexUpdate[] {
  if (Array.isArray(updates) && updates.every((update) => typeof update === 'object' && update))
    return updates;
  throw validation('GlobalSecondaryIndexUpdates has to be a list of objects with Create, Update or Delete');
}

/** The table's keys and indexes after the updates. One index a call comes or goes, as on AWS. */
export function withIndexes(table: Table, input: IndexInput): Definition {
  const updates = indexUpdates(input);
  if (updates.filter(({ Create, Delete }) => Create || Delete).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const indexes = new Map(table.definition.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  for (const { Create: create, Update: update, Delete: remove } of updates) {
    if (create) addIndex(indexes, create);
    const named = indexes.get(update?.IndexName ?? remove?.IndexName ?? '');
    if ((update || remove) && !named) {
      throw notFound();
    }
    if (remove) indexes.delete(remove.IndexName);
    if (update && named) indexes.set(update.IndexName, { ...named, ...update });
  }
  const attributes = [...(input.AttributeDefinitions ?? []), ...table.definition.AttributeDefinitions];
  const distinct = new Map(attributes.toReversed().map((each) => [each.AttributeName, each]));
  const definition = definitionOf({
    ...table.definition,
    AttributeDefinitions: [...distinct.values()],
    GlobalSecondaryIndexes: [...indexes.values()],
  });
  for (const { KeySchema } of definition.GlobalSecondaryIndexes) {
    const missing = KeySchema.filter(({ AttributeName }) => !distinct.has(AttributeName));
    if (missing.length > 0) {
      const keys = KeySchema.map(({ AttributeName }) => AttributeName).join(', ');
      throw validation(
        'One or more parameter values were invalid: Some index key attributes are not defined in ' +
          `AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${[...distinct.keys()].join(', ')}]`,
      );
    }
  }
  return definition;
}

function addIndex(indexes: Map<string, IndexDefinition>, index: IndexDefinition): void {
  if (!Array.isArray(index.KeySchema) || index.KeySchema.length === 0 || !index.Projection?.ProjectionType) {
    throw validation(
      'One or more parameter values were invalid: an index needs KeySchema and Projection.ProjectionType',
    );
  }
  if (multiAttribute([index]).length > 0) throw validation(multiAttributeText(index.IndexName));
  if (indexes.has(index.IndexName)) {
    throw validation(`Attempting to create an index which already exists: ${index.IndexName}`);
  }
  indexes.set(index.IndexName, index);
}
