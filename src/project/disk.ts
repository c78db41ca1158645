import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The file system calls that a project is written with. All but the flush are synchronous: a signal cannot come between
 * two of them. Tests pass one that fails or kills the process at a chosen call.
 */
export interface Disk {
  /** Makes a folder and those above it; says which is the topmost that was made, if any. */
  makeFolders(path: string): string | undefined;
  /** Makes one folder; throws EEXIST when there is something. */
  makeFolder(path: string): void;
  /** Writes a new file; throws EEXIST when there is something. */
  writeFile(path: string, content: Uint8Array, mode: number): void;
  /** Sets permissions as they are given, where `writeFile` leaves out those that the mask of the process forbids. */
  setMode(path: string, mode: number): void;
  /** Flushes files, several at a time: that is five times as fast as one after the other. */
  flushFiles(paths: readonly string[]): Promise<void>;
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
  /** Removes a folder with all in it; nothing happens when there is none. */
  removeTree(path: string): void;
  /** Flushes the entries of a folder, where the platform can. */
  flushFolder(path: string): void;
  readFile(path: string): Uint8Array;
  readLink(path: string): string;
  /** Names in a folder, sorted. */
  list(path: string): string[];
  /** What is at a path, links not followed; `undefined` when nothing is. */
  look(path: string): Stats | undefined;
  realPath(path: string): string;
}

/** The disk of this machine. */
export const localDisk: Disk = {
  makeFolders: (path) => mkdirSync(path, { recursive: true }),
  makeFolder: (path) => mkdirSync(path),
  writeFile: writeNewFile,
  setMode: (path, mode) => chmodSync(path, mode),
  flushFiles: async (paths) => {
    await Promise.all(paths.map(flushFile));
  },
  rename: renamePatiently,
  removeFile: (path) => unlinkSync(path),
  removeFolder: (path) => rmdirSync(path),
  removeTree: (path) => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  flushFolder,
  readFile: (path) => readFileSync(path),
  readLink: (path) => readlinkSync(path),
  list: (path) => readdirSync(path).sort(),
  look: (path) => lstatSync(path, { throwIfNoEntry: false }),
  realPath: (path) => realpathSync.native(path),
};

function writeNewFile(path: string, content: Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    let written = 0;
    while (written < content.length) written += writeSync(file, content, written);
    if (fstatSync(file).size !== content.length) {
      throw Object.assign(new Error(`${path} was not written whole`), { code: 'EIO', path });
    }
  } finally {
    closeSync(file);
  }
}

/** Some file systems report a full disk only here, when the data goes out. */
async function flushFile(path: string): Promise<void> {
  // Windows flushes only what may be written; elsewhere a file may be read-only.
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A virus scanner on Windows may hold a new file open for a moment. */
function renamePatiently(from: string, to: string): void {
  const attempts = process.platform === 'win32' ? 20 : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (attempt >= attempts || !['EPERM', 'EACCES', 'EBUSY'].includes(code ?? '')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25 * attempt);
    }
  }
}

/** Windows cannot open a folder, and some network file systems cannot flush one: the rename itself holds there too. */
function flushFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(code ?? '')) throw error;
  }
}
