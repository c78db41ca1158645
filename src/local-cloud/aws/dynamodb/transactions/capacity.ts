import type { Place } from '../items/change.ts';
import { itemBytes } from '../items/size.ts';
import type { Input } from '../types.ts';

/**
 * Consumed capacity of a transaction, by table: twice that of single writes (1 KB a unit) or reads (4 KB a unit)
 * (Developer Guide, "Amazon DynamoDB Transactions: How it works", 2025). Sizes are those of the request.
 */
export function consumed(
  { ReturnConsumedCapacity: wanted, TransactItems: items }: Input,
  places: Place[],
  steps: { operation: string; input: Input; table: { name: string } }[],
): object {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {};
  if (!Array.isArray(items) || places.length === 0) return {};
  const units = new Map<string, number>();
  const reads = steps[0]?.operation === 'GetItem';
  for (const { table, input } of steps) {
    const bytes = itemBytes(input.Item ?? input.Key ?? {});
    const own = 2 * Math.max(1, Math.ceil(bytes / (reads ? 4096 : 1024)));
    units.set(table.name, (units.get(table.name) ?? 0) + own);
  }
  return {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      [reads ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: CapacityUnits,
      ...(wanted === 'INDEXES' ? { Table: { CapacityUnits } } : {}),
    })),
  };
}
