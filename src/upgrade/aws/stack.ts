/** A resource of a CloudFormation template. */
export interface Resource {
  Type: string;
  /** Absent where only a contract names the resource. */
  Properties?: Readonly<Record<string, unknown>>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** A stack as a deploy would make it. */
export interface Stack {
  /** Name in AWS, such as `shop-orders-prod`. */
  name: string;
  /** Stage of the project that it belongs to. */
  stage: string;
  /** Region and account id; empty when the credentials of the deploy say it. */
  region: string;
  account: string;
  resources: Readonly<Record<string, Resource>>;
}

/** A sentence on a stack, whose name stands in it. */
export interface Told {
  stack: string;
  message: string;
}

/** The same stack of another version: a stack of that name elsewhere is another one. */
export function sameStack(stacks: readonly Stack[], { name, region, account }: Stack): Stack | undefined {
  const agree = (a: string, b: string) => a === b || a === '' || b === '';
  return stacks.find(
    (each) => each.name === name && agree(each.region, region) && agree(each.account, account),
  );
}

/** A value as text that is the same for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}
