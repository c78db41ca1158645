import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Row } from './values.ts';

/** How one project fared. */
export interface Result {
  /** Of all its files: a project that changed is tested again. */
  digest: string;
  row: Row;
  passed: boolean;
  /** Seconds by step. */
  seconds: Record<string, number>;
  failure?: { step: string; output: string };
}

/** A report of one result a line, so that a run that was broken off goes on where it was. */
export function openReport(file: string) {
  const results = new Map<string, Result>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const result = JSON.parse(line) as Result;
      results.set(result.digest, result);
    }
  }
  return {
    passed: (digest: string) => results.get(digest)?.passed === true,
    add(result: Result): void {
      results.set(result.digest, result);
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    },
  };
}
