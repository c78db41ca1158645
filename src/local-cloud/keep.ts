import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cloud } from './contract.ts';

/** What `--persist` keeps of a room, in one JSON document. */
export interface Kept {
  /** Hands what an earlier run kept to the room; nothing when there is none. */
  load(): Promise<void>;
  /** Writes soon; calls in between are one write. */
  changed(): void;
  /** Resolves when all is on disk; nothing is written from then on. */
  close(): Promise<void>;
}

export interface KeptState<T> {
  /** Name of the room, and of its folder. */
  room: string;
  /** What is in it, for the person who has to mend a broken file: `the messages of the queues`. */
  holds: string;
  read(): T;
  restore(state: T): void;
}

/** Least time between two writes: a burst of calls costs a few. */
const restMs = 50;

/**
 * Keeps the state of a room in `<data folder>/<room>/state.json`. A file is written beside the old one and takes its place
 * whole, so that a crash leaves one or the other. Maps and large integers come back as such. Without a folder nothing is kept.
 */
export function keep<T>({ dataDir, trace }: Cloud, { room, holds, read, restore }: KeptState<T>): Kept {
  if (dataDir === undefined) return { load: async () => {}, changed: () => {}, close: async () => {} };
  const folder = join(dataDir, room);
  const file = join(folder, 'state.json');
  let writing = Promise.resolve();
  let isQueued = false;
  let isClosed = false;
  const write = async () => {
    isQueued = false;
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.new`, encode(read()), { mode: 0o600 });
    await rename(`${file}.new`, file);
    if (!isClosed) await delay(restMs, undefined, { ref: false });
  };
  const report = (error: Error) =>
    trace({
      traceId: '',
      kind: 'notice',
      source: room,
      text: `Not kept: ${file} cannot be written (${error.message}).`,
    });
  return {
    load: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (text !== undefined) restore(decode<T>(text, file, holds));
    },
    changed: () => {
      if (isQueued || isClosed) return;
      isQueued = true;
      writing = writing.then(write).catch(report);
    },
    close: async () => {
      isClosed = true;
      await writing;
    },
  };
}

function decode<T>(text: string, file: string, holds: string): T {
  try {
    return JSON.parse(text, (_, value) => {
      if (value === null || typeof value !== 'object') return value;
      if (Array.isArray(value.$map)) return new Map(value.$map);
      return typeof value.$bigint === 'string' ? BigInt(value.$bigint) : value;
    }) as T;
  } catch {
    throw new Error(`${file} is not JSON: mend or delete it; it holds ${holds}.`);
  }
}

const encode = (state: unknown): string =>
  JSON.stringify(state, (_, value) => {
    if (value instanceof Map) return { $map: [...value] };
    return typeof value === 'bigint' ? { $bigint: String(value) } : value;
  });
