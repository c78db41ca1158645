import { brotliDecompressSync, inflateRawSync } from 'node:zlib';
import { optionKeys } from '../generate/options.ts';
import { checkPath } from '../upgrade/paths.ts';
import type { BaseLine } from './base-line.ts';
import { gitBlobId, sha256 } from './hash.ts';
import { type State, stateVersion } from './record.ts';
import { releasedTexts } from './released-texts.ts';

/** Content of one file, and of all together, that a record may hold. */
export const largestContent = 2 * 1024 * 1024;
export const largestBase = 32 * 1024 * 1024;

/** What the templates gave for a path; `content` is absent when only the digest was kept. */
export interface BaseEntry {
  path: string;
  id: string;
  mode: number;
  sha256: string;
  blob: string;
  content?: Uint8Array;
}

/** A line or key of the record that cannot be used, and why. */
export interface RecordFault {
  /** Line number from 1, in base.ndjson. */
  line?: number;
  message: string;
}

/**
 * Reads base.ndjson, which may come from anywhere: a bad line is a fault and costs one file only. After a git merge a
 * path may have several lines, and conflict markers may stand between them; all lines of a path are given.
 */
export function parseBase(text: string): { entries: Map<string, BaseEntry[]>; faults: RecordFault[] } {
  const entries = new Map<string, BaseEntry[]>();
  const faults: RecordFault[] = [];
  if (text.length > largestBase)
    return { entries, faults: [{ message: 'base.ndjson is larger than 32 MiB.' }] };
  let total = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || /^(<{7}|={7}|>{7}|\|{7})/.test(line)) continue;
    const entry = parseLine(line, largestBase - total);
    if (typeof entry === 'string') {
      faults.push({ line: index + 1, message: entry });
      continue;
    }
    total += entry.content?.length ?? 0;
    const others = entries.get(entry.path) ?? [];
    if (!others.some((other) => other.sha256 === entry.sha256 && other.mode === entry.mode))
      others.push(entry);
    entries.set(entry.path, others);
  }
  return { entries, faults };
}

const shapes: Record<Exclude<keyof BaseLine, 't'>, RegExp> = {
  p: /^[^\0]+$/,
  id: /^[^\0]{1,1024}$/,
  m: /^(644|755)$/,
  h: /^[0-9a-f]{64}$/,
  g: /^[0-9a-f]{40}$/,
  f: /^[^\0]{1,1024}$/,
  e: /^br$/,
  z: /^[A-Za-z0-9+/]*={0,2}$/,
};

function isShaped(key: keyof BaseLine, item: unknown): boolean {
  return key === 't' ? Number.isInteger(item) : typeof item === 'string' && shapes[key].test(item);
}

function parseLine(line: string, room: number): BaseEntry | string {
  const value = parseObject(line);
  if (typeof value === 'string') return value;
  for (const [key, item] of Object.entries(value)) {
    if (key !== 't' && !Object.hasOwn(shapes, key)) return `the key "${key.slice(0, 40)}" is not known`;
    if (!isShaped(key as keyof BaseLine, item)) return `"${key}" is malformed`;
  }
  const missing = ['p', 'h', 'g'].find((key) => !Object.hasOwn(value, key));
  if (missing) return `"${missing}" is missing`;
  const read = value as unknown as BaseLine;
  const unsafe = checkPath(read.p);
  if (unsafe) return unsafe;
  const entry: BaseEntry = {
    path: read.p,
    id: read.id ?? read.p,
    mode: Number.parseInt(read.m ?? '644', 8),
    sha256: read.h,
    blob: read.g,
  };
  const encodings = [read.e, read.t].filter((each) => each !== undefined).length;
  if (encodings !== (read.z === undefined ? 0 : 1))
    return '"z" comes with "e" or "t", and neither without it';
  if (read.z === undefined) return entry;
  const content = decompress(read as BaseLine & { z: string }, Math.min(largestContent, room));
  if (typeof content === 'string') return content;
  if (sha256(content) !== read.h || gitBlobId(content) !== read.g)
    return 'the content does not match its digest';
  return { ...entry, content };
}

function decompress({ p, t, f, z }: BaseLine & { z: string }, room: number): Uint8Array | string {
  const bytes = Buffer.from(z, 'base64');
  const maxOutputLength = Math.max(1, room);
  try {
    if (t === undefined) return brotliDecompressSync(bytes, { maxOutputLength });
    const dictionary = releasedTexts(t)?.get(f ?? p);
    if (!dictionary) return 'it refers to a text that this version does not have';
    return inflateRawSync(bytes, { maxOutputLength, dictionary });
  } catch {
    return 'the content cannot be decompressed, or is too large';
  }
}

/** Reads state.json. What it holds is data: answers are still to be resolved against the option table. */
export function parseState(text: string): { state: State } | { fault: RecordFault } {
  const value = text.length > 1024 * 1024 ? 'it is larger than 1 MiB' : parseObject(text);
  const fault = (why: string) => ({ fault: { message: `state.json cannot be used: ${why}.` } });
  if (typeof value === 'string') return fault(value);
  const state = value as unknown as State;
  const known = ['answers', 'cli', 'migrations', 'pattern', 'skip', 'stateVersion', 'templates'];
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) return fault(`the key "${odd.slice(0, 40)}" is not known`);
  if (!Number.isInteger(state.stateVersion) || state.stateVersion < 1)
    return fault('"stateVersion" is malformed');
  if (state.stateVersion > stateVersion)
    return fault('a newer version of create-serverless-pattern wrote it');
  if (!Number.isInteger(state.templates) || state.templates < 1) return fault('"templates" is malformed');
  if (typeof state.cli !== 'string' || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(state.cli))
    return fault('"cli" is malformed');
  if (typeof state.pattern !== 'string') return fault('"pattern" is malformed');
  for (const key of ['skip', 'migrations'] as const) {
    if (!isTexts(state[key])) return fault(`"${key}" is malformed`);
  }
  const { answers } = state;
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers))
    return fault('"answers" is malformed');
  for (const [key, answer] of Object.entries(answers)) {
    if (!(optionKeys as string[]).includes(key)) return fault(`"${key.slice(0, 40)}" is not an option`);
    if (typeof answer !== 'string' && !isTexts(answer)) return fault(`the answer "${key}" is malformed`);
  }
  return { state };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function parseObject(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not a JSON object';
    return value as Record<string, unknown>;
  } catch {
    return 'it is not JSON';
  }
}
