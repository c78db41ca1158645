import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder where Node.js 22.1 and newer keep compiled code between runs: that of `NODE_COMPILE_CACHE`, or the one that Node.js
 * itself takes (Node.js documentation, `module.enableCompileCache`, 2026). Outside of the project, so that it is still there
 * after `npm ci`. Entries are bound to path and content of a file.
 */
export const compiledCodeFolder = (): string =>
  process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'node-compile-cache');
