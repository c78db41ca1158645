import { validation } from '../errors.ts';
import type { Input } from '../types.ts';

/** One action of TransactWriteItems or TransactGetItems, and how the engine would do it alone. */
export interface TransactAction {
  /** IAM action and name of the engine's operation. */
  iam: string;
  operation: string;
  input: Input;
}

/** API reference of TransactWriteItems and TransactGetItems (2025): up to 100 actions. */
const maxActions = 100;

const writes: Record<string, { iam: string; operation: string }> = {
  // An update without an update expression evaluates its condition and nothing else.
  ConditionCheck: { iam: 'ConditionCheckItem', operation: 'UpdateItem' },
  Put: { iam: 'PutItem', operation: 'PutItem' },
  Update: { iam: 'UpdateItem', operation: 'UpdateItem' },
  Delete: { iam: 'DeleteItem', operation: 'DeleteItem' },
};

export function writeActions(items: unknown): TransactAction[] {
  return members(items).map((item) => {
    const given = Object.keys(writes).filter((kind) => item[kind] !== undefined && item[kind] !== null);
    const [kind] = given;
    if (given.length !== 1 || kind === undefined) {
      throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
    }
    const input = object(item[kind]);
    if (kind === 'ConditionCheck') requireText(input, 'ConditionExpression');
    if (kind === 'Update') requireText(input, 'UpdateExpression');
    return { ...writes[kind]!, input };
  });
}

export function getActions(items: unknown): TransactAction[] {
  return members(items).map((item) => ({ iam: 'GetItem', operation: 'GetItem', input: object(item.Get) }));
}

function members(items: unknown): Record<string, unknown>[] {
  const count = Array.isArray(items) ? items.length : undefined;
  if (count === undefined) throw constraint('null', 'Member must not be null');
  if (count === 0) throw constraint("'[]'", 'Member must have length greater than or equal to 1');
  if (count > maxActions) {
    throw constraint(`'[${count} items]'`, `Member must have length less than or equal to ${maxActions}`);
  }
  return (items as unknown[]).map(object);
}

function constraint(value: string, rule: string) {
  return validation(
    `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: ${rule}`,
  );
}

function requireText(input: Input, member: string): void {
  if (typeof input[member] === 'string' && input[member] !== '') return;
  const name = member[0]!.toLowerCase() + member.slice(1);
  throw validation(
    `1 validation error detected: Value null at 'transactItems.1.member.${name}' failed to satisfy constraint: ` +
      'Member must not be null',
  );
}

function object(value: unknown): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  throw validation('TransactItems can only contain objects, each with one action');
}
