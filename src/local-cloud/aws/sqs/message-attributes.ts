import { createHash } from 'node:crypto';
import type { Properties } from '../../contract.ts';
import { invalid } from './errors.ts';
import type { MessageAttribute } from './queue.ts';

const mostAttributes = 10;

/**
 * Checks the attributes of a message (SQS developer guide, "Message attributes", 2026).
 * @throws AwsError InvalidParameterValue
 */
export function checkMessageAttributes(given: Properties = {}): Record<string, MessageAttribute> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  if (entries.length > mostAttributes) {
    throw invalid(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, checkOne(name, value)]));
}

function checkOne(name: string, value: Properties): MessageAttribute {
  if (!/^[\w.-]{1,256}$/.test(name) || /^(aws|amazon)\.|^\.|\.$|\.\./i.test(name)) {
    throw invalid(
      `Message (user) attribute name '${name}' is invalid. It can have up to 256 letters, digits, underscores, hyphens and single periods, and must not start with AWS. or Amazon.`,
    );
  }
  const type = String(value.DataType ?? '');
  const kind = type.split('.')[0];
  if (kind === '')
    throw invalid(`The message attribute '${name}' must contain a non-empty message attribute type.`);
  if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary') {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const content = kind === 'Binary' ? value.BinaryValue : value.StringValue;
  if (typeof content !== 'string' || content === '') {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
  }
  if (kind === 'Number' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(content.trim())) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return kind === 'Binary'
    ? { DataType: type, BinaryValue: content }
    : { DataType: type, StringValue: content };
}

/** Bytes that attributes add to the size of a message: names, types and values. */
export function attributesSize(attributes: Record<string, MessageAttribute>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length,
    0,
  );
}

export const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');

/**
 * The digest that clients compare: names in order, each with type and value, all with their length before them
 * (SQS developer guide, "Calculating the MD5 message digest for message attributes"). `undefined` without attributes.
 */
export function attributesMd5(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const attribute = attributes[name]!;
    const transport = Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]);
    return [
      ...withLength(Buffer.from(name)),
      ...withLength(Buffer.from(attribute.DataType)),
      transport,
      ...withLength(bytesOf(attribute)),
    ];
  });
  return md5(Buffer.concat(parts));
}

function withLength(bytes: Buffer): [Buffer, Buffer] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

function bytesOf({ StringValue, BinaryValue }: MessageAttribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
}

/** Attributes by the names of a receive: a name, `prefix.*`, `.*` or `All`. */
export function selectAttributes(
  attributes: Record<string, MessageAttribute>,
  names: readonly string[],
): Record<string, MessageAttribute> {
  if (names.length === 0) return {};
  const wanted = (name: string) =>
    names.some(
      (each) =>
        each === 'All' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}
