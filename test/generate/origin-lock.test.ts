import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/generate/answers.ts';
import { layers } from '../../src/generate/plan.ts';

const answersOf = (given: Record<string, unknown>) => {
  const resolved = resolve({ name: 'Shop', ...given });
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  return resolved.answers;
};
const faultsOf = (given: Record<string, unknown>) => {
  const resolved = resolve({ name: 'Shop', ...given });
  return 'faults' in resolved ? resolved.faults.map(({ message }) => message) : [];
};
const domain = 'example.com';

describe('the lock of APIs to their distribution', () => {
  it('is there without being asked for: pattern 7 has REST APIs behind AWS WAF', () => {
    expect(answersOf({ pattern: 'secured' })).toMatchObject({ api: 'rest', originLock: 'waf' });
  });

  it.each([
    [{ pattern: 'secured', api: 'http', domain }, 'mtls'],
    [{ pattern: 'secured', domain }, 'waf'],
    [{ pattern: 'spa-regional-api' }, 'waf'],
    [{ pattern: 'spa-regional-api', api: 'http', domain }, 'mtls'],
    [{ pattern: 'spa-single-domain' }, undefined],
  ])('of %j is %s, when nothing is said', (given, lock) => {
    expect(answersOf(given).originLock).toBe(lock);
  });

  it.each([
    [{ api: 'rest', originLock: 'waf' }, 'parts/origin-lock-waf'],
    [{ api: 'rest', originLock: 'none' }, 'parts/origin-open'],
    [{ api: 'rest', originLock: 'mtls', domain }, 'parts/origin-lock-mtls'],
    [{ api: 'http', originLock: 'mtls', domain }, 'parts/origin-lock-mtls'],
    [{ api: 'http', originLock: 'none' }, 'parts/origin-open'],
  ])('is one part of a project of pattern 7 with %j', (given, part) => {
    const names = layers(answersOf({ pattern: 'secured', ...given })).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('parts/origin-'))).toEqual([part]);
  });

  it.each([
    [
      { pattern: 'secured', api: 'http', originLock: 'waf' },
      'Give --api rest, --origin-lock mtls, or --origin-lock none.',
    ],
    [
      { pattern: 'spa-regional-api', api: 'http', originLock: 'waf' },
      'Give --api rest, or --origin-lock mtls.',
    ],
    [
      { pattern: 'secured', api: 'http', originLock: 'mtls' },
      '--origin-lock mtls needs --domain, as API Gateway asks for certificates under custom domains alone.',
    ],
    [{ pattern: 'secured', api: 'http' }, 'Give one, --api rest --origin-lock waf, or --origin-lock none.'],
    [{ pattern: 'spa-regional-api', api: 'http' }, 'Give one, or --api rest --origin-lock waf.'],
    [
      { pattern: 'secured', endpoint: 'edge', originLock: 'mtls', domain },
      'Leave out --endpoint edge, or give --origin-lock waf.',
    ],
    [
      { pattern: 'spa-regional-api', originLock: 'none' },
      '--origin-lock none applies only with pattern 7, secured.',
    ],
    [
      { pattern: 'spa-single-domain', originLock: 'waf' },
      '--origin-lock applies only with pattern 4, spa-regional-api, and pattern 7, secured.',
    ],
  ])('%j is refused in one sentence that says what to give', (given, says) => {
    const faults = faultsOf(given);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(says);
  });
});
