import { afterAll, describe, expect, it } from 'vitest';
import { changeAnswers } from '../../src/cli/upgrade/answers.ts';
import type { Failure } from '../../src/project/failure.ts';
import { contentOf } from '../project/folder.ts';
import { answersFor } from './in-memory.ts';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());
const statePath = '.serverless-pattern/state.json';

const domain = 'example.com';

/** What a project of these answers has recorded; the last version recorded no lock in pattern 7. */
function recordOf(given: Record<string, unknown>, without: string[] = []) {
  const recorded = { ...answersFor(given)! } as Record<string, unknown>;
  for (const key of without) delete recorded[key];
  return recorded;
}

function lockAfter(given: Record<string, unknown>, change: Record<string, unknown>) {
  const { api, originLock } = changeAnswers(recordOf(given), change).after;
  return `${api} ${originLock ?? 'without a lock'}`;
}

describe('a project of pattern 7 that recorded no lock', () => {
  it.each([
    ['rest', 'waf'],
    ['http', 'none'],
  ])('has with a %s API the lock that it had, %s', (api, lock) => {
    const recorded = recordOf({ pattern: 'secured', api, originLock: lock }, ['originLock']);
    const { before, after, given } = changeAnswers(recorded, {});
    expect([before.originLock, after.originLock]).toEqual([lock, lock]);
    expect(after).toMatchObject(recorded);
    expect(given.size).toBe(0);
  });

  it('upgrades without a question, and its record is all that changes', async () => {
    const project = await made.make(['--pattern', 'secured', '--api', 'http', '--origin-lock', 'none']);
    const fresh = contentOf(project.path);
    project.edit(statePath, '    "originLock": "none",\n', '');
    const { code, stderr } = await project.upgrade(['--yes', '--no-synth']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const upgraded = Object.entries(contentOf(project.path)).filter(([path]) => !path.includes('/backup/'));
    expect(Object.fromEntries(upgraded)).toEqual(fresh);
  });
});

describe('the lock of APIs over a change of answers', () => {
  const secured = { pattern: 'secured' };
  const fronted = { pattern: 'spa-regional-api' };
  const oneDomain = { pattern: 'spa-single-domain' };
  const http = { api: 'http' };
  const mtls = { originLock: 'mtls', domain };

  it.each([
    [fronted, secured, 'rest waf'],
    [{ ...fronted, ...http, domain }, secured, 'http mtls'],
    [{ ...fronted, ...mtls }, secured, 'rest mtls'],
    [secured, fronted, 'rest waf'],
    [{ ...secured, ...mtls }, fronted, 'rest mtls'],
    [{ ...secured, ...http, ...mtls }, fronted, 'http mtls'],
    [{ ...secured, ...http, domain }, fronted, 'http mtls'],
    [{ ...secured, ...http, originLock: 'none', domain }, fronted, 'http mtls'],
    [{ ...secured, originLock: 'none' }, fronted, 'rest waf'],
    [oneDomain, secured, 'rest waf'],
    [oneDomain, { ...secured, ...http, originLock: 'none' }, 'http none'],
    [{ ...oneDomain, api: 'rest' }, secured, 'rest waf'],
    [secured, oneDomain, 'http without a lock'],
  ])('from %j to %j is %s', (from, to, lock) => {
    expect(lockAfter(from, to)).toBe(lock);
  });

  it('comes with a REST API where an HTTP API had none', () => {
    expect(lockAfter({ ...secured, ...http, originLock: 'none' }, { api: 'rest' })).toBe('rest waf');
  });

  it('is not left out unless that is asked for', () => {
    expect(lockAfter(secured, { api: 'http', originLock: 'none' })).toBe('http none');
    expect(lockAfter({ ...secured, originLock: 'none' }, { ci: 'none' })).toBe('rest none');
    let failure: Failure | undefined;
    try {
      lockAfter(secured, { api: 'http' });
    } catch (error) {
      failure = error as Failure;
    }
    expect(failure).toMatchObject({ code: 'bad-answers' });
    expect(JSON.stringify(failure?.details)).toContain('or --origin-lock none.');
  });
});
