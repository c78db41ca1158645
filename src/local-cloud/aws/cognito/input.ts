import type { Properties } from '../../contract.ts';
import { invalidParameter, missingMember, missingParameter } from './errors.ts';

/** A member that has to be a text with content. @throws AwsError InvalidParameterException */
export function textOf(input: Properties, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw missingMember(member);
}

/** A member that may be there; a value of another type is refused. */
export function optionalText(input: Properties, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalidParameter(`Value at '${member}' has to be a string.`);
}

/** A list of texts; absent is empty. */
export function textsOf(input: Properties, member: string): string[] {
  const value = input[member] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw invalidParameter(`Value at '${member}' has to be a list of strings.`);
}

/** A map of texts; absent is empty. */
export function mapOf(input: Properties, member: string): Record<string, string> {
  const value = input[member] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalidParameter(`Value at '${member}' has to be a map of strings.`);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (typeof item === 'string' ? [[name, item]] : [])),
  );
}

/** One of `AuthParameters` or `ChallengeResponses`. @throws AwsError InvalidParameterException */
export function parameterOf(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (!value) throw missingParameter(name);
  return value;
}

/** `[{ Name, Value }]` as a map; absent is empty. */
export function attributesOf(input: Properties, member = 'UserAttributes'): Record<string, string> {
  const value = input[member] ?? [];
  if (!Array.isArray(value)) throw invalidParameter(`Value at '${member}' has to be a list.`);
  return Object.fromEntries(
    value.map((item) => [textOf(item ?? {}, 'Name'), optionalText(item ?? {}, 'Value') ?? '']),
  );
}

/** Templates may write booleans as texts. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** Seconds with fraction, as the JSON protocol writes timestamps. */
export const seconds = (ms: number): number => ms / 1000;

/** One page of a list: `Limit` and the token, which is the offset. */
export function pageOf<T>(all: readonly T[], input: Properties, limit: string, token: string, max = 60) {
  const size = input[limit] ?? max;
  if (!Number.isInteger(size) || size < 0 || size > max) {
    throw invalidParameter(
      `1 validation error detected: Value '${size}' at '${limit.charAt(0).toLowerCase()}${limit.slice(1)}' failed to satisfy constraint: Member must have value less than or equal to ${max}`,
    );
  }
  const from = Number(input[token] ?? 0);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('Invalid pagination token.');
  const items = all.slice(from, from + (size || max));
  const next = from + items.length;
  return { items, next: next < all.length ? String(next) : undefined };
}
