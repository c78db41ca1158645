import { describe, expect, it } from 'vitest';
import { compilePattern, InvalidPatternError } from '../../src/local-cloud/event-pattern.ts';

const event = {
  source: 'aws.ec2',
  resources: ['arn:one', 'arn:two'],
  detail: {
    state: 'running',
    count: 5,
    limit: 301.8,
    ip: '10.0.0.33',
    ip6: '2001:db8::1',
    nothing: null,
    empty: '',
    ok: true,
    none: [],
    file: 'dir/a*b/photo.PNG',
    people: [
      { first: 'Ann', last: 'Lee' },
      { first: 'Bob', last: 'Ray', age: 7 },
    ],
  },
};

function matches(detail: Record<string, unknown>): boolean {
  return compilePattern({ detail })(event);
}

describe('an event pattern', () => {
  it('needs every field and one alternative of each', () => {
    expect(compilePattern({ source: ['aws.s3', 'aws.ec2'], detail: { state: ['running'] } })(event)).toBe(
      true,
    );
    expect(compilePattern({ source: ['aws.ec2'], detail: { state: ['stopped'] } })(event)).toBe(false);
    expect(compilePattern({ source: ['aws.ec2'], missing: ['x'] })(event)).toBe(false);
  });

  it('matches an array when the lists intersect, and JSON text as given by templates', () => {
    expect(compilePattern('{"resources":["arn:two"]}')(event)).toBe(true);
    expect(compilePattern({ resources: ['arn:three'] })(event)).toBe(false);
  });

  it.each<[Record<string, unknown>, boolean]>([
    [{ count: [5] }, true],
    [{ count: ['5'] }, false],
    [{ nothing: [null] }, true],
    [{ state: [null] }, false],
    [{ empty: [''] }, true],
    [{ ok: [true] }, true],
    [{ state: [{ prefix: 'run' }] }, true],
    [{ count: [{ prefix: '5' }] }, false],
    [{ state: [{ prefix: { 'equals-ignore-case': 'RUN' } }] }, true],
    [{ file: [{ suffix: '.png' }] }, false],
    [{ file: [{ suffix: { 'equals-ignore-case': '.png' } }] }, true],
    [{ state: [{ 'equals-ignore-case': 'RUNNING' }] }, true],
    [{ state: [{ 'anything-but': 'stopped' }] }, true],
    [{ state: [{ 'anything-but': ['running', 'stopped'] }] }, false],
    [{ count: [{ 'anything-but': [1, 5] }] }, false],
    [{ state: [{ 'anything-but': { prefix: 'run' } }] }, false],
    [{ state: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, true],
    [{ state: [{ 'anything-but': { suffix: 'ing' } }] }, false],
    [{ state: [{ 'anything-but': { 'equals-ignore-case': ['RUNNING'] } }] }, false],
    [{ file: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, true],
    [{ absent: [{ 'anything-but': 'x' }] }, false],
    [{ count: [{ numeric: ['>', 0, '<=', 5] }] }, true],
    [{ count: [{ numeric: ['<', 5] }] }, false],
    [{ limit: [{ numeric: ['=', 3.018e2] }] }, true],
    [{ state: [{ numeric: ['>', 0] }] }, false],
    [{ ip: [{ cidr: '10.0.0.0/24' }] }, true],
    [{ ip: [{ cidr: '10.0.1.0/24' }] }, false],
    [{ ip6: [{ cidr: '2001:db8::/32' }] }, true],
    [{ state: [{ cidr: '10.0.0.0/24' }] }, false],
    [{ state: [{ exists: true }] }, true],
    [{ absent: [{ exists: true }] }, false],
    [{ absent: [{ exists: false }] }, true],
    [{ absent: { deeper: [{ exists: false }] } }, true],
    [{ state: [{ exists: false }] }, false],
    [{ state: ['x', { exists: false }] }, false],
    [{ people: [{ exists: true }] }, false],
    [{ people: [{ exists: false }] }, true],
    [{ none: [{ exists: false }] }, true],
    [{ people: { age: [{ exists: false }] } }, false],
    [{ people: { first: ['Ann'], last: ['Lee'] } }, true],
    [{ people: { first: ['Ann'], last: ['Ray'] } }, false],
    [{ file: [{ wildcard: 'dir/*.PNG' }] }, true],
    [{ file: [{ wildcard: '*\\*b*' }] }, true],
    [{ file: [{ wildcard: 'dir/*/nope/*' }] }, false],
    [{ state: [{ wildcard: 'run*unning' }] }, false],
    [{ state: [{ wildcard: 'running' }] }, true],
    [{ $or: [{ state: ['stopped'] }, { count: [5] }] }, true],
    [{ state: ['running'], $or: [{ count: [1] }, { ok: [false] }] }, false],
    [{ $or: [{ state: ['x'] }, { $or: [{ count: [1] }, { absent: [{ exists: false }] }] }] }, true],
  ])('%j gives %s', (detail, expected) => {
    expect(matches(detail)).toBe(expected);
  });

  it('matches nothing that is not an object, and never throws on an event', () => {
    for (const odd of [null, 1, 'text', [], undefined, { source: { a: 1 } }]) {
      expect(compilePattern({ source: ['x'] })(odd)).toBe(false);
    }
    expect(compilePattern({ constructor: [{ exists: true }] })({})).toBe(false);
  });

  it.each<[unknown, string]>([
    ['{', 'not valid JSON'],
    [[], 'must be a JSON object'],
    [{}, 'empty object'],
    [{ a: 'x' }, '"a" must be an object or an array'],
    [{ a: { b: [] } }, '"a.b" is an empty array'],
    [{ a: [['x']] }, 'array inside an array'],
    [{ a: [{ near: 'x' }] }, 'unknown operator "near"'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'exactly one operator'],
    [{ a: [{ prefix: 1 }] }, 'must be a string'],
    [{ a: [{ exists: 'yes' }] }, 'true or false'],
    [{ a: [{ numeric: ['>'] }] }, 'pairs'],
    [{ a: [{ numeric: ['toString', 1] }] }, '=, <'],
    [{ a: [{ numeric: ['>', 6e9] }] }, '5e9'],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'only strings or only numbers'],
    [{ a: [{ 'anything-but': {} }] }, 'exactly one operator'],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, 'address range'],
    [{ a: [{ wildcard: 'a**b' }] }, 'two * in a row'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'escape only'],
  ])('refuses %j', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPatternError);
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
