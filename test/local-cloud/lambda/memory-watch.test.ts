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
  vi.useFakeTimers();
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

function userOf(limit: number) {
  return { limit, ask: vi.fn(), kill: vi.fn() } satisfies MemoryUser;
}

it('asks no thread in the midst of short events', () => {
  const size = vi.fn(() => 0);
  const watch = createMemoryWatch(size);
  const user = userOf(100);
  for (let event = 0; event < 100; event++) {
    const stop = watch.start(user);
    vi.advanceTimersByTime(3);
    stop();
  }
  expect(user.ask).not.toHaveBeenCalled();
  expect(size).not.toHaveBeenCalled();
});

it('asks a thread whose event takes longer, and again after its answer', () => {
  const watch = createMemoryWatch(() => 0);
  const user = userOf(100);
  watch.start(userOf(100))();
  vi.advanceTimersByTime(24);
  watch.start(user);
  vi.advanceTimersByTime(25);
  expect(user.ask).toHaveBeenCalledTimes(1);
  watch.told(user, 100);
  vi.advanceTimersByTime(25);
  expect(user.ask).toHaveBeenCalledTimes(2);
  watch.told(user, 101);
  expect(user.kill).toHaveBeenCalledTimes(1);
});

it('asks a long event though short ones come and go beside it', () => {
  const watch = createMemoryWatch(() => 0);
  const long = userOf(100);
  watch.start(long);
  for (let event = 0; event < 10; event++) {
    const stop = watch.start(userOf(100));
    vi.advanceTimersByTime(3);
    stop();
  }
  expect(long.ask).toHaveBeenCalledTimes(1);
});

it('looks again after a time without events', () => {
  const watch = createMemoryWatch(() => 0);
  watch.start(userOf(100))();
  vi.advanceTimersByTime(1000);
  const user = userOf(100);
  watch.start(user);
  vi.advanceTimersByTime(25);
  expect(user.ask).toHaveBeenCalledTimes(1);
});
