const maxSegmentBytes = 255;
const maxPathBytes = 1024;

// Names that Windows gives to devices, with any extension.
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// Code points that HFS+ and editors drop: a name that holds one may be another name on disk.
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
// `git~1` is the short name that NTFS may give to `.git`.
const reservedSegment = /^(\.git|git~[0-9]+|node_modules|\.serverless-pattern)$/i;

/**
 * Says why a path of the template or of the record must not be written, or undefined when it is safe.
 * A safe path is relative, in NFC, with `/` between its segments, stays in the project on every file system, and
 * reaches neither git's folder, nor installed packages, nor the record itself.
 */
export function checkPath(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (Buffer.byteLength(path) > maxPathBytes) return `the path is longer than ${maxPathBytes} bytes`;
  if (path.startsWith('/')) return 'the path is absolute';
  if (path.includes('\\')) return 'the path holds a backslash';
  if (path.includes(':')) return 'the path holds a colon';
  if (/[<>"|?*]/.test(path)) return 'the path holds a character that Windows does not allow';
  if (hasControlCharacter(path)) return 'the path holds a control character';
  if (Buffer.from(path).toString() !== path || path.normalize('NFC') !== path)
    return 'the path is not in Unicode form NFC';
  for (const segment of path.split('/')) {
    const reason = checkSegment(segment);
    if (reason) return reason;
  }
  return undefined;
}

/**
 * Says why a file of the user must not be changed where it is, or undefined when it may be. A name that another system
 * would refuse is fine on the system that has it; what leaves the project or is not the user's to lose never is.
 */
export function checkOwnPath(path: string): string | undefined {
  if (process.platform === 'win32') return checkPath(path);
  if (path.startsWith('/')) return 'the path is absolute';
  if (path.includes('\0')) return 'the path holds a control character';
  for (const segment of path.split('/')) {
    const reason = checkSteps(segment) ?? checkReserved(segment);
    if (reason) return reason;
  }
  return undefined;
}

function checkSteps(segment: string): string | undefined {
  if (segment === '') return 'the path has an empty segment';
  if (segment === '.' || segment === '..') return `the path has the segment "${segment}"`;
  return undefined;
}

function checkReserved(segment: string): string | undefined {
  const reserved = reservedSegment.test(bareName(segment));
  return reserved ? `"${segment}" is not the template's to write` : undefined;
}

function bareName(segment: string): string {
  return segment.replace(ignorable, '').normalize('NFKC').toLowerCase();
}

function checkSegment(segment: string): string | undefined {
  const step = checkSteps(segment);
  if (step) return step;
  if (Buffer.byteLength(segment) > maxSegmentBytes)
    return `a segment is longer than ${maxSegmentBytes} bytes`;
  if (/[. ]$/.test(segment)) return 'a segment ends with a dot or a space';
  if (segment.startsWith(' ')) return 'a segment begins with a space';
  const bare = bareName(segment);
  if (bare !== segment.normalize('NFKC').toLowerCase()) return 'a segment holds an invisible character';
  if (deviceName.test(bare)) return `"${segment}" is a device name on Windows`;
  return checkReserved(segment);
}

function hasControlCharacter(path: string): boolean {
  for (let index = 0; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  }
  return false;
}

/** The folders above a path, nearest first: `a/b/c` gives `a/b`, `a`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    folders.push(path.slice(0, at));
  return folders;
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The extension of the last segment in lower case with its dot, or the empty string. */
export function extension(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** True when a link at `path` with this target stays within the project, judged by its text alone. */
export function linkStaysInside(path: string, target: string): boolean {
  if (target === '' || /^[/\\]|^[a-z]:/i.test(target) || target.includes('\\')) return false;
  let depth = path.split('/').length - 1;
  for (const segment of target.split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}
