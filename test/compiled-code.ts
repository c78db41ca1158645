import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Code that Node.js keeps compiled for projects of the tests: in a folder of the run, as hundreds of them come and go. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-code-'));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
