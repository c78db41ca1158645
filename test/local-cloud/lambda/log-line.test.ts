import { describe, expect, it } from 'vitest';
import { condense } from '../../../src/local-cloud/lambda/log-line.ts';

describe('a log line', () => {
  it.each([
    ['INFO', 'plain', 'INFO plain'],
    ['', 'written', 'written'],
    ['ERROR', 'first\nsecond', 'ERROR first ...'],
    ['', '{"level":"INFO","message":"created","orderId":1}', 'INFO created'],
    ['INFO', '{"level":30,"msg":"from pino"}', 'INFO from pino'],
    [
      '',
      '{"level":"ERROR","message":"failed","error":{"name":"TypeError","message":"no id"}}',
      'ERROR failed (TypeError: no id)',
    ],
    ['INFO', '{"a":1}', 'INFO {"a":1}'],
    ['INFO', '{not JSON', 'INFO {not JSON'],
    ['INFO', '{"message":{"deep":1}}', 'INFO {"deep":1}'],
  ])('%j %j reads %j', (level, text, expected) => {
    expect(condense(level, text)).toBe(expected);
  });
});
