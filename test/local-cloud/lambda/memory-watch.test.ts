import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryWatch, type MemoryUser } from '../../../src/local-cloud/lambda/memory-watch.ts';

const mebibyte = 1_048_576;
/** What the whole process holds, in MiB. */
let held = 0;
const killed: string[] = [];
const asked: string[] = [];
const user = (name: string): MemoryUser => ({
  limit: 128 * mebibyte,
  ask: () => void asked.push(name),
  kill: () => void killed.push(name),
});
/** The process grows, and some time passes in which the threads are asked. */
const grow = (by: number) => {
  held += by;
  vi.advanceTimersByTime(100);
};
const open = () => createMemoryWatch(() => held * mebibyte);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  held = 100;
  killed.length = asked.length = 0;
});
afterEach(() => vi.useRealTimers());

it('a thread that says that it holds too much is ended', () => {
  const watch = open();
  const one = user('one');
  watch.start(one);
  grow(0);
  expect(asked).toEqual(['one']);
  watch.told(one, one.limit);
  expect(killed).toEqual([]);
  watch.told(one, one.limit + 1);
  expect(killed).toEqual(['one']);
});

it('a thread that says nothing is ended when the process has grown by what it may hold', () => {
  const watch = open();
  watch.start(user('one'));
  grow(0);
  grow(128);
  expect(killed).toEqual([]);
  grow(1);
  expect(killed).toEqual(['one']);
});

it('threads that a busy machine keeps waiting are left alone while others start', () => {
  const watch = open();
  for (const name of ['one', 'two', 'three']) watch.start(user(name));
  grow(0);
  grow(384);
  expect(killed).toEqual([]);
});

it('of several that say nothing one is ended at a time, and the others answer for what grows later', () => {
  const watch = open();
  for (const name of ['one', 'two']) watch.start(user(name));
  grow(0);
  grow(257);
  expect(killed).toEqual(['one']);
  grow(128);
  expect(killed).toEqual(['one']);
  grow(1);
  expect(killed).toEqual(['one', 'two']);
});

it('a thread whose event has ended is neither asked nor ended', () => {
  const watch = open();
  const end = watch.start(user('one'));
  end();
  grow(1000);
  expect([asked, killed]).toEqual([[], []]);
});
