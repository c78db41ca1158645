import { describe, expect, it } from 'vitest';
import { combine } from '../../src/project/combine.ts';

const join = (path: string, yours: string, theirs: string) => {
  const combined = combine(path, Buffer.from(yours), Buffer.from(theirs));
  return combined && { text: Buffer.from(combined.content).toString('utf8'), notes: combined.notes };
};

describe('JSON', () => {
  it('gets what it lacks, deeply, and keeps its own values, order and indent', () => {
    const yours = '{\n\t"scripts": {\n\t\t"test": "mine"\n\t},\n\t"name": "a"\n}\n';
    const theirs = '{"name":"b","type":"module","scripts":{"dev":"run","test":"theirs"}}';
    expect(join('package.json', yours, theirs)).toEqual({
      text: '{\n\t"scripts": {\n\t\t"test": "mine",\n\t\t"dev": "run"\n\t},\n\t"name": "a",\n\t"type": "module"\n}\n',
      notes: ['kept your "name"', 'kept your "scripts.test"'],
    });
  });

  it('keeps comments and trailing commas, and adds to lists', () => {
    const yours = '{\n  // why\n  "exclude": ["a", "b"],\n}\n';
    const result = join('tsconfig.json', yours, '{"exclude":["b","c","d"]}');
    expect(result?.text).toContain('// why');
    expect(result?.text.replace(/\s+/g, '')).toContain('["a","b","c","d"]');
    expect(result?.notes).toEqual([]);
  });

  it('keeps line ends and a byte order mark', () => {
    const result = join('package.json', '\ufeff{\r\n  "a": 1\r\n}\r\n', '{"b":2}');
    expect(result?.text).toBe('\ufeff{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n');
  });

  it('is not changed when it has all', () => {
    expect(join('package.json', '{ "a":{"b":1} }', '{"a":{"b":1}}')?.text).toBe('{ "a":{"b":1} }');
  });

  it.each([
    ['package.json', '{ broken', '{}'],
    ['package.json', '[1]', '{}'],
    ['package-lock.json', '{}', '{"a":1}'],
    ['src/a.ts', 'a', 'b'],
  ])('%s %j is left to a file beside it', (path, yours, theirs) => {
    expect(join(path, yours, theirs)).toBeUndefined();
  });

  it('that is not UTF-8 is left to a file beside it', () => {
    expect(combine('package.json', Uint8Array.of(0xff, 0xfe, 0x7b), Buffer.from('{}'))).toBeUndefined();
  });
});

describe('ignore lists', () => {
  it('get the lines they lack at their end', () => {
    expect(join('.gitignore', '*.log\n!keep.log', 'dist/\n*.log\n\n# cache\n.cache/\n')?.text).toBe(
      '*.log\n!keep.log\ndist/\n# cache\n.cache/\n',
    );
  });

  it('keep their line ends', () => {
    expect(join('sub/.dockerignore', 'a\r\n', 'a\nb\n')?.text).toBe('a\r\nb\r\n');
  });
});
