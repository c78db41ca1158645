import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import type { FileEntry } from '../generate/file-tree.ts';
import { ordersService } from '../generate/services.ts';
import { isBinary } from '../upgrade/binary.ts';
import { isLockFile } from '../upgrade/lock-files.ts';
import { fileId } from '../upgrade/migrations.ts';
import { gitBlobId, sha256 } from './hash.ts';
import { newestTexts, releasedTexts } from './released-texts.ts';
import { toolFile } from './tool-file.ts';

/**
 * A line of base.ndjson: what the templates gave for one path. Short names, and nothing that goes without saying,
 * because there is a line per file.
 */
export interface BaseLine {
  /** Path in the project. */
  p: string;
  /** Stable id of the template's file, when it is not `p`: the same id with another path is a rename. */
  id?: string;
  /** Permission bits, octal; absent for `644`. */
  m?: '644' | '755';
  /** SHA-256 of the content, hexadecimal. */
  h: string;
  /** Id of the content as a git blob. */
  g: string;
  /** Number of the released texts that `z` differs from (`released-texts.ts`). */
  t?: number;
  /** Path among these texts, when it is not `p`. */
  f?: string;
  /** Encoding of a `z` that stands for itself. */
  e?: 'br';
  /** The content in base64: raw deflate with the released text before it, or Brotli. Absent where the digest is enough. */
  z?: string;
}

/** The line of one file. The tool's own program, lock files and binaries are recorded by their digest alone. */
export function baseLine(path: string, entry: FileEntry): BaseLine {
  const { content, mode } = entry;
  const id = fileId(path);
  return {
    p: path,
    ...(id === path ? {} : { id }),
    ...(mode & 0o100 ? { m: '755' } : {}),
    h: sha256(content),
    g: gitBlobId(content),
    ...(isKeptWhole(path, entry) ? compressed(path, content) : {}),
  };
}

/** True for a file whose content the record holds. */
export function isKeptWhole(path: string, { content }: FileEntry): boolean {
  return path !== toolFile && !isLockFile(path) && !isBinary(content);
}

function compressed(path: string, content: Uint8Array): Pick<BaseLine, 't' | 'f' | 'e' | 'z'> {
  const texts = releasedTexts(newestTexts);
  const from = [path, likeOrders(path)].find((each) => texts?.has(each));
  if (from === undefined) return { e: 'br', z: brotli(content).toString('base64') };
  const z = deflateRawSync(content, { level: 9, dictionary: texts!.get(from)! }).toString('base64');
  return { t: newestTexts, ...(from === path ? {} : { f: from }), z };
}

/** Every service has the files that the first one has. */
function likeOrders(path: string): string {
  return path.replace(/^services\/[^/]+\//, `services/${ordersService}/`);
}

/** Quality 6: a tenth larger than the best, and thirty times as fast. */
function brotli(content: Uint8Array): Buffer {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}
