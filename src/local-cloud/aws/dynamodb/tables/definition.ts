import { randomUUID } from 'node:crypto';
import { validation } from '../errors.ts';
import type {
  AttributeDefinition,
  Definition,
  IndexDefinition,
  KeyElement,
  StreamView,
  Table,
  Throughput,
} from '../types.ts';

/** Members that CreateTable and the templates share. */
export interface TableInput {
  AttributeDefinitions?: AttributeDefinition[];
  KeySchema?: KeyElement[];
  GlobalSecondaryIndexes?: IndexDefinition[];
  LocalSecondaryIndexes?: IndexDefinition[];
  BillingMode?: string;
  ProvisionedThroughput?: Throughput;
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  [member: string]: unknown;
}

/** Keys and indexes of an input, each key with its partition attribute first, and only the attributes in use. */
export function definitionOf(input: TableInput): Definition {
  const global = (input.GlobalSecondaryIndexes ?? []).map(index);
  const local = (input.LocalSecondaryIndexes ?? []).map(index);
  const KeySchema = hashFirst(input.KeySchema ?? []);
  const used = new Set([KeySchema, ...[...global, ...local].map((each) => each.KeySchema)].flat().map(name));
  return {
    AttributeDefinitions: (input.AttributeDefinitions ?? []).filter((each) => used.has(each.AttributeName)),
    KeySchema,
    GlobalSecondaryIndexes: global,
    LocalSecondaryIndexes: local,
  };
}

/** A table that does not exist yet. */
export function newTable(tableName: string, arn: string, input: TableInput): Table {
  return {
    name: tableName,
    arn,
    id: randomUUID(),
    created: Date.now() / 1000,
    definition: definitionOf(input),
    billing: input.BillingMode === 'PAY_PER_REQUEST' ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    throughput: input.ProvisionedThroughput,
    tags: {},
    deletionProtection: input.DeletionProtectionEnabled === true,
    pointInTimeRecovery: false,
    tableClass: input.TableClass,
  };
}

/** Indexes whose partition or sort key has several attributes, which the engine cannot hold. */
export function multiAttribute(indexes: IndexDefinition[]): IndexDefinition[] {
  return indexes.filter((each) => {
    const types = Array.isArray(each?.KeySchema) ? each.KeySchema.map((key) => key?.KeyType) : [];
    return new Set(types).size < types.length;
  });
}

export function streamView(view: unknown): StreamView {
  const views: StreamView[] = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];
  const found = views.find((each) => each === view);
  if (found) return found;
  throw validation(
    `1 validation error detected: Value '${view}' at 'streamSpecification.streamViewType' failed to satisfy ` +
      `constraint: Member must satisfy enum value set: [${views.join(', ')}]`,
  );
}

/** ARN of a stream that starts now. */
export function streamArn(tableArn: string): string {
  return `${tableArn}/stream/${new Date().toISOString().replace('Z', '')}`;
}

function index({
  IndexName,
  KeySchema,
  Projection,
  ProvisionedThroughput,
}: IndexDefinition): IndexDefinition {
  return { IndexName, KeySchema: hashFirst(KeySchema), Projection, ProvisionedThroughput };
}

function hashFirst(schema: KeyElement[]): KeyElement[] {
  return schema.toSorted((one, other) => one.KeyType.localeCompare(other.KeyType));
}

function name({ AttributeName }: KeyElement): string {
  return AttributeName;
}
