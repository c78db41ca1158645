import { describe, expect, it } from 'vitest';
import { compileSchema, type Schema } from '../../../../src/local-cloud/gateway/rest/json-schema/compile.ts';

const models: Record<string, Schema> = {
  Node: {
    type: 'object',
    properties: { next: { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Node' } },
    additionalProperties: false,
  },
};
const check = (schema: Schema, value: unknown) =>
  compileSchema(schema, (reference) => models[reference.split('/').at(-1)!])(value);

describe('JSON Schema draft 4', () => {
  // Each row: a schema, values that it takes, values that it does not.
  it.each<[Schema, unknown[], unknown[]]>([
    [{ type: 'integer' }, [1, 1.0, -3], [1.5, '1', null, true]],
    [{ type: ['string', 'null'] }, ['', null], [1, []]],
    [{ type: 'object' }, [{}], [[], null, 'x']],
    [{ enum: [1, { a: [2] }] }, [1, { a: [2] }], [2, { a: [3] }]],
    [{ required: ['a'], properties: { a: { type: 'string' } } }, [{ a: 'x' }, 5], [{}, { a: 1 }, { b: 'x' }]],
    [{ required: ['toString'] }, [{ toString: 1 }], [{}]],
    [
      { properties: { a: {} }, patternProperties: { '^x-': {} }, additionalProperties: false },
      [{ a: 1, 'x-b': 2 }],
      [{ b: 1 }],
    ],
    [{ additionalProperties: { type: 'number' } }, [{ a: 1 }], [{ a: 'x' }]],
    [
      { items: { type: 'number' }, minItems: 1, maxItems: 2, uniqueItems: true },
      [[1], [1, 2]],
      [[], [1, 2, 3], ['x'], [1, 1]],
    ],
    [{ items: [{ type: 'number' }], additionalItems: false }, [[1], []], [[1, 2], ['x']]],
    [{ minimum: 1, maximum: 3 }, [1, 3, 'x'], [0, 4]],
    [{ minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true }, [2], [1, 3]],
    [{ multipleOf: 0.1 }, [0.3, 1], [0.35]],
    [{ minLength: 2, maxLength: 3 }, ['ab', '💡💡💡', 5], ['a', 'abcd']],
    [{ pattern: '^a\\d+$' }, ['a1', 7], ['b1', 'a']],
    [{ pattern: '(' }, [7], ['x']],
    [{ minProperties: 1, maxProperties: 2 }, [{ a: 1 }], [{}, { a: 1, b: 2, c: 3 }]],
    [{ oneOf: [{ type: 'string' }, { minLength: 3 }] }, [null, 'ab'], ['abc']],
    [{ anyOf: [{ type: 'string' }, { minimum: 5 }] }, ['x', 6], [4]],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1], [3]],
    [{ not: { type: 'string' } }, [1], ['x']],
    [
      { dependencies: { a: ['b'], c: { required: ['d'] } } },
      [{ a: 1, b: 1 }, { c: 1, d: 1 }, {}],
      [{ a: 1 }, { c: 1 }],
    ],
    [
      { format: 'date-time' },
      ['2026-02-28T10:00:00Z', '2026-02-28T10:00:00.5+02:00', 5],
      ['2026-02-30T10:00:00Z', '2026-02-28', 'x'],
    ],
    [{ format: 'email' }, ['a.b+c@example.com'], ['a@', '@b', 'a b@c.d', 'x']],
    [{ format: 'date' }, ['2024-02-29'], ['2026-02-29']],
    [{ format: 'ipv4' }, ['192.0.2.1'], ['300.0.0.1']],
    [{ format: 'uri' }, ['https://x.example/a?b'], ['not a uri']],
    [{ format: 'unheard-of' }, ['anything'], []],
    [
      { definitions: { id: { type: 'string' } }, properties: { a: { $ref: '#/definitions/id' } } },
      [{ a: 'x' }],
      [{ a: 1 }],
    ],
    [
      { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Node' },
      [{}, { next: { next: {} } }],
      [{ next: { other: 1 } }],
    ],
    [{ $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Nothing' }, [], [{}, 1]],
  ])('%j', (schema, good, bad) => {
    expect(good.map((value) => check(schema, value))).toEqual(good.map(() => []));
    for (const value of bad) expect(check(schema, value)).not.toEqual([]);
  });

  it.each<[Schema, unknown, string]>([
    [
      { type: ['number', 'null'] },
      'x',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","null","number"])',
    ],
    [{ enum: ['A', 'B'] }, 'AB', 'instance value ("AB") not found in enum (possible values: ["A","B"])'],
    [{ minimum: 1 }, 0, 'numeric instance is lower than the required minimum (minimum: 1, found: 0)'],
    [
      { minimum: 1, exclusiveMinimum: true },
      1,
      'numeric instance is not strictly greater than the required minimum 1',
    ],
    [{ maximum: 90 }, 91, 'numeric instance is greater than the required maximum (maximum: 90, found: 91)'],
    [{ minLength: 2 }, 'a', 'string "a" is too short (length: 1, required minimum: 2)'],
    [{ maxLength: 2 }, 'abc', 'string "abc" is too long (length: 3, maximum allowed: 2)'],
    [{ pattern: '^a' }, 'b', 'ECMA 262 regex "^a" does not match input string "b"'],
    [{ format: 'email' }, 'x', 'string "x" is not a valid email address'],
    [{ minItems: 1 }, [], 'array is too short: must have at least 1 elements but instance has 0 elements'],
    [{ uniqueItems: true }, [1, 1], 'array must not contain duplicate elements'],
    [{ required: ['b', 'a'] }, {}, 'object has missing required properties (["a","b"])'],
    [
      { additionalProperties: false },
      { foo: 1 },
      'object instance has properties which are not allowed by the schema: ["foo"]',
    ],
    [
      { dependencies: { a: ['c', 'b'] } },
      { a: 1, c: 2 },
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      { allOf: [{ minimum: 1 }, {}] },
      0,
      'instance failed to match all required schemas (matched only 1 out of 2)',
    ],
    [{ anyOf: [{ minimum: 1 }] }, 0, 'instance failed to match at least one required schema among 1'],
    [{ oneOf: [{}, {}] }, 0, 'instance failed to match exactly one schema (matched 2 out of 2)'],
    [{ not: {} }, 0, 'instance matched a schema which it should not have'],
  ])('says as API Gateway does what is wrong: %j, %j', (schema, value, fault) => {
    expect(check(schema, value)).toEqual([fault]);
  });

  it('finds every fault, those of an object before those of its members', () => {
    const schema = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        items: { type: 'array', items: { required: ['sku'], properties: { count: { minimum: 1 } } } },
      },
      required: ['id', 'customer'],
      additionalProperties: false,
    };
    expect(check(schema, { id: 7, items: [{ sku: 'a', count: 1 }, { count: 0 }], color: 'red' })).toEqual([
      'object has missing required properties (["customer"])',
      'object instance has properties which are not allowed by the schema: ["color"]',
      'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
      'object has missing required properties (["sku"])',
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)',
    ]);
  });
});
