import { basename, resolve, sep } from 'node:path';
import { checkPath } from '../upgrade/paths.ts';

/** Every fault of a directory argument, judged by its text alone; an empty array when it is good. */
export function directoryFaults(cwd: string, directory: string): string[] {
  if (directory.trim() === '') return ['The directory is empty. Name one, for example my-shop.'];
  if (directory.includes('\0')) return ['The directory holds a character that no path may hold.'];
  const path = resolve(cwd, directory);
  const inner = path.split(sep).find((segment) => /^(node_modules|\.git)$/i.test(segment));
  if (inner) return [`A project cannot live in ${inner}. Choose a directory outside of it.`];
  return newSegments(cwd, path).flatMap((segment) => segmentFaults(segment));
}

/** The display name that a directory gives: its last segment. */
export function nameOfDirectory(cwd: string, directory: string): string {
  return basename(resolve(cwd, directory));
}

/** The part of a path that this run may make; folders above the current one are not ours to judge. */
function newSegments(cwd: string, path: string): string[] {
  const own = path.split(sep).filter(Boolean);
  const above = cwd.split(sep).filter(Boolean);
  const shared = own.findIndex((segment, index) => segment !== above[index]);
  return shared < 0 ? [] : own.slice(shared).filter((segment) => !/^[a-z]:$/i.test(segment));
}

function segmentFaults(segment: string): string[] {
  const subject = `"${[...segment].length > 60 ? `${[...segment].slice(0, 50).join('')}...` : segment}"`;
  if (segment.startsWith('-')) {
    return [
      `The directory ${subject} starts with a hyphen, which commands take for an option. Choose another.`,
    ];
  }
  const reason = checkPath(segment.normalize('NFC'));
  return reason ? [`The directory ${subject} works on some systems only: ${reason}. Choose another.`] : [];
}
