import { describe, expect, it } from 'vitest';
import { arrangeManifest, type Json, mergeJson, serialise } from '../../src/generate/json.ts';

const merge = (...values: Json[]) =>
  mergeJson(values.map((value, index) => ({ layer: `layer-${index}`, value })));

describe('merging JSON of layers', () => {
  it('joins objects deeply and lists without duplicates', () => {
    expect(
      merge({ a: { b: 1 }, l: ['x', { y: 1 }] }, { a: { c: 2 }, l: [{ y: 1 }, 'z'] }, { d: null }),
    ).toEqual({
      a: { b: 1, c: 2 },
      l: ['x', { y: 1 }, 'z'],
      d: null,
    });
  });

  it('takes the same value twice, and names the layers of two different ones', () => {
    expect(merge({ a: 1 }, { a: 1 })).toEqual({ a: 1 });
    expect(() => merge({ a: { b: 1 } }, { a: { b: 2 } })).toThrow(
      '/a/b is 1 in layer-0 and another value in layer-1',
    );
    expect(() => merge({ a: [] }, { a: {} })).toThrow('/a is [] in layer-0');
  });
});

describe('a package.json', () => {
  it('has its keys and scripts in the usual order, dependencies sorted', () => {
    const arranged = arrangeManifest({
      devDependencies: { b: '1', a: '1' },
      scripts: { test: 't', custom: 'c', dev: 'd' },
      zebra: 1,
      name: 'x',
    });
    expect(JSON.stringify(arranged)).toBe(
      '{"name":"x","scripts":{"dev":"d","test":"t","custom":"c"},"devDependencies":{"a":"1","b":"1"},"zebra":1}',
    );
  });
});

describe('writing JSON', () => {
  it('puts short lists on one line, except in package.json', () => {
    expect(serialise({ a: ['x', 'y'], b: [], c: {} }, 'tsconfig.json')).toBe(
      '{\n  "a": ["x", "y"],\n  "b": [],\n  "c": {}\n}\n',
    );
    expect(serialise({ a: ['x'] }, 'services/x/package.json')).toBe('{\n  "a": [\n    "x"\n  ]\n}\n');
  });

  it('breaks a list that would be wider than the line, and one of objects', () => {
    const wide = Array.from({ length: 12 }, (_, index) => `item-number-${index}`);
    expect(serialise({ a: wide }, 'x.json').split('\n')).toHaveLength(wide.length + 5);
    expect(serialise([{ a: 1 }], 'x.json')).toBe('[\n  {\n    "a": 1\n  }\n]\n');
    expect(JSON.parse(serialise({ a: wide }, 'x.json'))).toEqual({ a: wide });
  });
});
