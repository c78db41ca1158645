import { expect, test } from 'vitest';
import { order } from '../../../src/local-cloud/aws/dynamodb/conditions/compare.ts';
import { ownCondition, without } from '../../../src/local-cloud/aws/dynamodb/conditions/documents.ts';
import { holds } from '../../../src/local-cloud/aws/dynamodb/conditions/evaluate.ts';
import { parseCondition, parsePaths } from '../../../src/local-cloud/aws/dynamodb/conditions/parse.ts';
import { project } from '../../../src/local-cloud/aws/dynamodb/conditions/project.ts';
import { marshalItem } from '../../../src/local-cloud/aws/dynamodb/items/marshal.ts';
import { filters, item } from './checks/expressions.ts';

test.each(filters)('%s %o is %s here as in the engine', (filter, values, expected) => {
  const condition = parseCondition(filter, undefined);
  expect(holds(condition, marshalItem(item), marshalItem(values ?? {}))).toBe(expected);
});

test('numbers have an order beyond the digits of JavaScript', () => {
  const sorted = [
    '-1e10',
    '-2.5',
    '-0.25',
    '0',
    '1e-3',
    '0.01',
    '9007199254740993',
    '9007199254740994',
    '1e100',
  ];
  for (const [at, low] of sorted.entries()) {
    expect(order({ N: low }, { N: low })).toBe(0);
    for (const high of sorted.slice(at + 1)) {
      expect(order({ N: low }, { N: high })).toBeLessThan(0);
      expect(order({ N: high }, { N: low })).toBeGreaterThan(0);
    }
  }
});

test('a condition is only evaluated here when it compares documents', () => {
  const own = (ConditionExpression: string, values: Record<string, unknown>) =>
    ownCondition(
      { ConditionExpression, ExpressionAttributeValues: marshalItem(values) },
      'ConditionExpression',
    );
  expect(own('a = :v AND b < :v', { ':v': 1 })).toBeUndefined();
  expect(own('a = :v', { ':v': [1] })).toBeDefined();
  expect(own('a = b', {})).toBeDefined();
  expect(own('a == [', { ':v': [1] })).toBeUndefined();
});

test('what leaves with an expression are the placeholders that only it used', () => {
  const input = {
    ConditionExpression: '#a = :old',
    UpdateExpression: 'SET #a = :new, #b = :new1',
    ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
    ExpressionAttributeValues: marshalItem({ ':old': 1, ':new': 2, ':new1': 3 }),
  };
  expect(without(input, 'ConditionExpression')).toEqual({
    UpdateExpression: input.UpdateExpression,
    ExpressionAttributeNames: input.ExpressionAttributeNames,
    ExpressionAttributeValues: marshalItem({ ':new': 2, ':new1': 3 }),
  });
});

test('a projection keeps paths, and closes up lists', () => {
  const whole = marshalItem({ a: { b: 1, c: [1, { d: 2, e: 3 }, 4] }, f: 5 });
  const wanted = parsePaths('a.c[2], #f, a.c[1].e, missing.x', { '#f': 'f' });
  expect(project(whole, wanted)).toEqual(marshalItem({ a: { c: [{ e: 3 }, 4] }, f: 5 }));
});
