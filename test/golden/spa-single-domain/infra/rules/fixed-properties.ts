/**
 * What a deploy cannot change of the resources with data: with another value AWS makes a new, empty one (CloudFormation
 * template reference, "Update requires: Replacement", 2026).
 */
const replacing = [
  "BucketName",
  "BucketNamePrefix",
  "FifoQueue",
  "ImportSourceSpecification",
  "KeySchema",
  "LocalSecondaryIndexes",
  "Name",
  "ObjectLockEnabled",
  "QueueName",
  "TableName",
];

interface Key {
  AttributeName: string;
  KeyType: string;
}

interface Attribute {
  AttributeName: string;
  AttributeType: string;
}

/** Those properties of a resource that cannot change, by name; the key of a table as `name role type`, such as `pk HASH S`. */
export function fixedProperties(properties: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const attributes = (properties.AttributeDefinitions ?? []) as Attribute[];
  const typeOf = (name: string) => attributes.find((each) => each.AttributeName === name)?.AttributeType;
  const fixed = Object.fromEntries(Object.entries(properties).filter(([name]) => replacing.includes(name)));
  const keys = fixed.KeySchema as Key[] | undefined;
  if (!keys) return fixed;
  const inWords = ({ AttributeName, KeyType }: Key) => `${AttributeName} ${KeyType} ${typeOf(AttributeName)}`;
  return { ...fixed, KeySchema: keys.map(inWords) };
}
