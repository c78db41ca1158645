import type { FileEntry } from '../generate/file-tree.ts';
import { sha256 } from './hash.ts';

/** The file that belongs to this tool: an upgrade replaces it whole, and nobody should edit it. */
export const toolFile = 'dev/local-cloud.mjs';

const head = /^(?:\/\/.*\n)*\/\/ sha256 of all below this comment: ([0-9a-f]{64})\n(?:\/\/.*\n)*/;

/** True when the tool's file is as some version of this tool made it, by the digest at its own head. */
export function isIntact({ content, link }: FileEntry): boolean {
  if (link) return false;
  const text = Buffer.from(content).toString('utf8');
  const found = head.exec(text.slice(0, 2000));
  return found !== null && sha256(Buffer.from(text.slice(found[0].length))) === found[1];
}
