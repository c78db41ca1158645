import type { Resource } from '../../../contract.ts';
import { definitionOf, multiAttribute, newTable, streamView, type TableInput } from '../tables/definition.ts';
import { readTags } from '../tables/tags.ts';
import type { Definition, IndexDefinition, KeyElement, Table } from '../types.ts';

export const tableTypes = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'] as const;

interface Replica {
  Region?: string;
  DeletionProtectionEnabled?: boolean;
  PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled?: boolean };
  TableClass?: string;
  Tags?: unknown;
}

interface TableProperties extends TableInput {
  Replicas?: Replica[];
  PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled?: boolean };
  StreamSpecification?: { StreamViewType?: string };
  TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean };
  Tags?: unknown;
}

/** The table that a template asks for, and what of it the local cloud leaves out. */
export function fromTemplate(resource: Resource): { table: Table; left: string[] } {
  const properties = resource.properties as TableProperties;
  const isGlobal = resource.type === 'AWS::DynamoDB::GlobalTable';
  const others = (properties.Replicas ?? []).filter(({ Region }) => Region && Region !== resource.region);
  // The replica of the stack's own Region carries what other tables carry themselves.
  const own = isGlobal
    ? (properties.Replicas?.find(({ Region }) => Region === resource.region) ??
      properties.Replicas?.[0] ??
      {})
    : properties;
  const several = multiAttribute(properties.GlobalSecondaryIndexes ?? []);
  const table = newTable(resource.ref, resource.arn, {
    ...properties,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes?.filter((index) => !several.includes(index)),
    DeletionProtectionEnabled: own.DeletionProtectionEnabled,
    TableClass: own.TableClass,
  });
  const { StreamViewType: view } = properties.StreamSpecification ?? {};
  // A global table of several Regions has a stream in any case (CloudFormation reference, GlobalTable StreamSpecification).
  const wanted = view ?? (others.length > 0 ? 'NEW_AND_OLD_IMAGES' : undefined);
  if (wanted) table.stream = { arn: resource.attribute('StreamArn'), view: streamView(wanted) };
  const ttl = properties.TimeToLiveSpecification;
  if (ttl?.Enabled !== false && ttl?.AttributeName) table.ttl = ttl.AttributeName;
  table.tags = readTags(own.Tags);
  table.pointInTimeRecovery = own.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true;
  table.path = resource.path;
  return { table, left: [...several.map(indexLeft(table)), ...others.map(replicaLeft(table))] };
}

/** True when two definitions have the same primary key, types included. CloudFormation replaces a table otherwise. */
export function sameKey(one: Table, other: Table): boolean {
  return keyForm(one) === keyForm(other);
}

export function sameIndexes(one: Table, other: Table): boolean {
  return indexForm(one) === indexForm(other);
}

function keyForm({ definition }: Table): string {
  return JSON.stringify(schemaForm(definition, definition.KeySchema));
}

function indexForm({ definition }: Table): string {
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = definition;
  const form = ({ IndexName, KeySchema, Projection }: IndexDefinition) => [
    IndexName,
    schemaForm(definition, KeySchema),
    Projection.ProjectionType,
    Projection.NonKeyAttributes?.toSorted(),
  ];
  const sorted = (indexes: IndexDefinition[]) => indexes.map((index) => JSON.stringify(form(index))).sort();
  return JSON.stringify([sorted(global), sorted(local)]);
}

function schemaForm({ AttributeDefinitions }: Definition, schema: KeyElement[]): unknown[] {
  return schema.map(({ AttributeName, KeyType }) => [
    AttributeName,
    KeyType,
    AttributeDefinitions.find((each) => each.AttributeName === AttributeName)?.AttributeType,
  ]);
}

const indexLeft =
  ({ name }: Table) =>
  ({ IndexName }: IndexDefinition) =>
    `Table ${name} goes without its index ${IndexName}: keys of several attributes are not served.`;

const replicaLeft =
  ({ name }: Table) =>
  ({ Region }: Replica) =>
    `Table ${name} has no replica in ${Region}: the local cloud serves the stack's own Region.`;

/** What a re-deploy may change without touching items. */
export function settingsOf(table: Table): Partial<Table> {
  const {
    arn,
    billing,
    throughput,
    stream,
    ttl,
    tags,
    deletionProtection,
    pointInTimeRecovery,
    tableClass,
    path,
  } = table;
  return {
    arn,
    billing,
    throughput,
    stream,
    ttl,
    tags,
    deletionProtection,
    pointInTimeRecovery,
    tableClass,
    path,
  };
}

/** The definition without any index whose key type the items do not match. */
export function withoutIndexesOn(table: Table, attributes: string[]): Table['definition'] {
  const fits = ({ KeySchema }: IndexDefinition) =>
    !KeySchema.some(({ AttributeName }) => attributes.includes(AttributeName));
  const { definition } = table;
  return definitionOf({
    AttributeDefinitions: definition.AttributeDefinitions,
    KeySchema: definition.KeySchema,
    GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.filter(fits),
    LocalSecondaryIndexes: definition.LocalSecondaryIndexes.filter(fits),
  });
}
