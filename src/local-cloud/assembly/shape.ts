import { digits, lowerAlphanumeric, physicalName, upperAlphanumeric, uuid } from './identifiers.ts';

/** A resource as its shape sees it: where it lives, and its resolved properties one at a time. */
export interface Subject {
  stack: string;
  logicalId: string;
  type: string;
  account: string;
  region: string;
  /** A resolved property; `undefined` when the template does not set it. */
  property(name: string): unknown;
}

/** What `Ref` and `Fn::GetAtt` give for one resource type. Source: CloudFormation's resource reference, return values. */
export interface Shape {
  ref(subject: Subject): string;
  /** The ARN; `ref` where the type has none. */
  arn?(subject: Subject): string;
  attributes?: Record<string, (subject: Subject) => unknown>;
}

export type Shapes = Record<string, Shape>;

/** What makes generated names of a resource its own. */
export const seedOf = ({ account, region, stack, logicalId }: Subject) =>
  `${account}/${region}/${stack}/${logicalId}`;

/** The name that the template sets in `property`, else a generated one of at most `max` characters. */
export const named =
  (property: string, max = 255) =>
  (subject: Subject): string =>
    text(subject, property) ?? physicalName(subject.stack, subject.logicalId, seedOf(subject), max);

/** A property as text where it is text or a number. */
export function text(subject: Subject, property: string): string | undefined {
  const value = subject.property(property);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Ids as AWS makes them, `length` characters of a-z and 0-9. */
export const lowerId =
  (length: number, prefix = '') =>
  (subject: Subject): string =>
    prefix + digits(seedOf(subject), length, lowerAlphanumeric);

export const upperId =
  (length: number, prefix = '') =>
  (subject: Subject): string =>
    prefix + digits(seedOf(subject), length, upperAlphanumeric);

export const uuidOf = (subject: Subject): string => uuid(seedOf(subject));

/** `arn:aws:<service>:<region>:<account>:<resource>`; an empty region or account stays empty. */
export function arn(
  subject: Subject,
  service: string,
  resource: string,
  where: { region?: ''; account?: '' } = {},
) {
  return `arn:${partition(subject.region)}:${service}:${where.region ?? subject.region}:${where.account ?? subject.account}:${resource}`;
}

/** The partition of a region (AWS General Reference, Amazon Resource Names). */
export function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain suffix of a region, what `AWS::URLSuffix` gives. */
export const urlSuffix = (region: string) =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

/** A type whose `Ref` is an id that some attributes repeat. */
export const withId = (id: (subject: Subject) => string, ...attributes: string[]): Shape => ({
  ref: id,
  attributes: Object.fromEntries(attributes.map((name) => [name, id])),
});

/** The same shape under several types. */
export const alike = (shape: Shape, ...types: string[]): Shapes =>
  Object.fromEntries(types.map((type) => [type, shape]));
