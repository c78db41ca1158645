import type { AwsRequest } from '../../contract.ts';

/** An attribute value in the wire form: `{ S: 'text' }`. */
export type Value = Record<string, unknown>;
export type Item = Record<string, Value>;

export interface KeyElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  AttributeName: string;
  AttributeType: 'S' | 'N' | 'B';
}

export interface IndexDefinition {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
  ProvisionedThroughput?: Throughput;
}

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

/** Keys and indexes of a table: what the engine has to know. */
export interface Definition {
  AttributeDefinitions: AttributeDefinition[];
  KeySchema: KeyElement[];
  GlobalSecondaryIndexes: IndexDefinition[];
  LocalSecondaryIndexes: IndexDefinition[];
}

export type StreamView = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';

/** Everything about a table that is not its items. Persisted as JSON. */
export interface Table {
  name: string;
  arn: string;
  /** UUID. */
  id: string;
  /** Seconds since the epoch. */
  created: number;
  definition: Definition;
  billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  throughput?: Throughput;
  /** Attribute that holds the expiry, in seconds since the epoch; absent when TTL is off. */
  ttl?: string;
  stream?: { arn: string; view: StreamView };
  tags: Record<string, string>;
  deletionProtection: boolean;
  pointInTimeRecovery: boolean;
  tableClass?: string;
  /** Construct path of the resource that defines the table; absent for tables made by CreateTable. */
  path?: string;
}

/** Members of request bodies that the room reads; everything else goes to the engine untouched. */
export interface Input {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ReturnValues?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  ReturnConsumedCapacity?: string;
  [member: string]: unknown;
}

/** One call to the room, its body parsed. */
export interface Call {
  action: string;
  input: Input;
  request: AwsRequest;
}
