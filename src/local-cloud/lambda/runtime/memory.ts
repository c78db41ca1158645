import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that the thread holds: its heap, and buffers outside of it. */
export function memoryUsed(): number {
  const { total_physical_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

/** The same without garbage where that decides whether it is more than `limit`. */
export function memoryAgainst(limit: number): number {
  const used = memoryUsed();
  if (used <= limit) return used;
  collect ??= exposedCollector();
  collect();
  return memoryUsed();
}

let collect: (() => void) | undefined;

function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collector = runInNewContext('gc');
  // The flag is the whole process's: functions that start later must not find `gc`.
  setFlagsFromString('--no-expose-gc');
  return collector;
}
