import type { Input, Item } from '../types.ts';
import { type Condition, parseCondition } from './parse.ts';

/**
 * The condition or filter of an input, where the room has to evaluate it: the engine holds no two maps or lists equal.
 * `undefined` where the engine does it right (no document is compared), or where it will refuse the syntax.
 */
export function ownCondition(
  input: Input,
  member: 'ConditionExpression' | 'FilterExpression',
): Condition | undefined {
  const text = input[member];
  if (typeof text !== 'string') return undefined;
  const ofTwoPaths = /[\w\])]\s*(=|<>)\s*#?[A-Za-z_]/.test(text);
  if (!ofTwoPaths && !hasDocument(input.ExpressionAttributeValues)) return undefined;
  try {
    return parseCondition(text, input.ExpressionAttributeNames);
  } catch {
    return undefined;
  }
}

/** An input without some expressions, and without the names and values that only these used. */
export function without<T extends Input>(input: T, ...members: string[]): T {
  const rest = Object.fromEntries(Object.entries(input).filter(([member]) => !members.includes(member))) as T;
  const texts = Object.entries(rest).flatMap(([member, text]) =>
    member.endsWith('Expression') && typeof text === 'string' ? [text] : [],
  );
  const used = new Set(texts.flatMap((text) => text.match(/[#:]\w+/g) ?? []));
  const keep = <V>(placeholders: Record<string, V> | undefined) => {
    const kept = Object.entries(placeholders ?? {}).filter(([name]) => used.has(name));
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  };
  rest.ExpressionAttributeNames = keep(input.ExpressionAttributeNames);
  rest.ExpressionAttributeValues = keep(input.ExpressionAttributeValues);
  return rest;
}

function hasDocument(values: Item | undefined): boolean {
  return (
    typeof values === 'object' &&
    values !== null &&
    Object.values(values).some((value) => typeof value?.M === 'object' || Array.isArray(value?.L))
  );
}
