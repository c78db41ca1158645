import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../project/failure.ts';
import type { Io } from './io.ts';

/** No answers file is larger; a mistaken `--answers /dev/zero` ends here. */
const largestFile = 1024 * 1024;

/** Reads the JSON object of an answers file; `-` is standard input. Its keys are checked with all other answers. */
export async function readAnswersFile(file: string, io: Io): Promise<Record<string, unknown>> {
  const name = file === '-' ? 'standard input' : file;
  const text = file === '-' ? await readAll(io.stdin) : readFile(resolve(io.cwd, file), file);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = (error as Error).message;
    throw usage(
      'answers-not-json',
      `${name} is not JSON: ${why}.`,
      'Give an object such as {"pattern": "api"}.',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usage(
      'answers-not-object',
      `${name} holds no JSON object.`,
      'Give one such as {"pattern": "api"}.',
    );
  }
  // "$schema" is how an editor finds the schema of the file.
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema'));
}

function readFile(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a directory'
          : `cannot be read (${code})`;
    throw usage(
      'answers-unreadable',
      `The answers file ${name} ${why}.`,
      'Name a JSON file, or - for standard input.',
    );
  }
}

async function readAll(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    size += chunks.at(-1)!.length;
    if (size > largestFile)
      throw usage('answers-too-large', 'Standard input holds more than 1 MiB.', 'Give answers only.');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function usage(code: string, message: string, hint: string): Failure {
  return new Failure('usage', code, message, { hint });
}
