import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryWatch, type MemoryUser } from '../../../src/local-cloud/lambda/memory-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

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

it('ends a thread that does not answer while the process grows by more than its limit', () => {
  let bytes = 1000;
  const watch = createMemoryWatch(() => bytes);
  const user = userOf(100);
  watch.start(user);
  vi.advanceTimersByTime(25);
  bytes += 100;
  vi.advanceTimersByTime(25);
  expect(user.kill).not.toHaveBeenCalled();
  bytes += 1;
  vi.advanceTimersByTime(25);
  expect(user.kill).toHaveBeenCalledTimes(1);
});
