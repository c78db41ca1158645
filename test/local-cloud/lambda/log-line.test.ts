import { describe, expect, it } from 'vitest';
import { condense, describeError } from '../../../src/local-cloud/lambda/log-line.ts';

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

describe('a failed invocation', () => {
  it('reads as its type, message and place', () => {
    const trace = [
      'TypeError: no id',
      '    at node:internal/x:1:2',
      '    at check (file:///home/me/shop/dist/a/index.mjs:3:9)',
    ];
    const payload = JSON.stringify({ errorType: 'TypeError', errorMessage: 'no id\nmore', trace });
    expect(describeError(payload, '/home/me/shop')).toBe('TypeError: no id ... (dist/a/index.mjs:3:9)');
    expect(describeError('{"errorType":"Sandbox.Timedout","errorMessage":"late"}', '/')).toBe(
      'Sandbox.Timedout: late',
    );
  });
});
