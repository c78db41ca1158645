import { extension } from '../../upgrade/paths.ts';

/** A file that the templates do not know. */
export interface OwnFile {
  path: string;
  /** Bytes. */
  size: number;
}

/** How much is read of them: they serve to find what you renamed or added, and what goes along with a folder. */
export interface OwnLimits {
  files: number;
  bytes: number;
}

export const ownLimits: OwnLimits = { files: 20_000, bytes: 64 * 1024 * 1024 };

/** What no lines are merged in, so that it is no file of a template under another name. */
const unmergeable = new Set(
  [
    ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'ico', 'bmp', 'tif', 'tiff', 'heic', 'psd'],
    ['woff', 'woff2', 'ttf', 'otf', 'eot', 'mp3', 'mp4', 'm4a', 'mov', 'webm', 'ogg', 'wav', 'flac'],
    ['zip', 'gz', 'tgz', 'bz2', 'xz', 'br', 'zst', '7z', 'rar', 'tar', 'jar', 'wasm', 'node', 'so', 'dll'],
    ['pdf', 'docx', 'xlsx', 'pptx', 'sqlite', 'db', 'parquet', 'avro', 'bin', 'class', 'pyc'],
  ]
    .flat()
    .map((end) => `.${end}`),
);

/** Those that are read: text that may be merged first, so that no number of pictures keeps it out, then the others. */
export function withinLimits(
  own: readonly OwnFile[],
  limits: OwnLimits,
): { read: string[]; unread: string[] } {
  const isText = ({ path }: OwnFile) => !unmergeable.has(extension(path).toLowerCase());
  const read: string[] = [];
  const unread: string[] = [];
  let bytes = 0;
  for (const { path, size } of [...own.filter(isText), ...own.filter((file) => !isText(file))]) {
    const fits = read.length < limits.files && bytes + size <= limits.bytes;
    if (fits) bytes += size;
    (fits ? read : unread).push(path);
  }
  return { read, unread: unread.sort() };
}

/** What to know of files that were not read; nothing when all were. */
export function unreadNotes(unread: readonly string[]): string[] {
  if (unread.length === 0) return [];
  const folders = [...new Set(unread.map((path) => path.split('/').slice(0, -1).join('/') || '.'))];
  const more = folders.length > 3 ? ` and ${folders.length - 3} more folders` : '';
  const files = unread.length === 1 ? '1 file' : `${unread.length} files`;
  return [
    `${files} of your own in ${folders.slice(0, 3).join(', ')}${more} were not looked at, because there are too many: what was renamed to one of them is not found, and they stay where they are when their folder moves.`,
  ];
}
