import { Failure } from './failure.ts';

/** One sentence for each error of the file system that a user can do something about. */
const sentences: Record<string, { code: string; says(path: string): string; hint: string }> = {
  ENOSPC: {
    code: 'disk-full',
    says: (path) => `The disk is full: ${path} could not be written.`,
    hint: 'Free some space and run the command again.',
  },
  EDQUOT: {
    code: 'disk-full',
    says: (path) => `Your disk quota is used up: ${path} could not be written.`,
    hint: 'Free some space and run the command again.',
  },
  EACCES: {
    code: 'no-permission',
    says: (path) => `There is no permission to write ${path}.`,
    hint: 'Choose another directory, or change its permissions.',
  },
  EPERM: {
    code: 'no-permission',
    says: (path) => `The system does not permit to write ${path}.`,
    hint: 'Choose another directory, or change its permissions.',
  },
  EROFS: {
    code: 'read-only',
    says: (path) => `The file system of ${path} is read-only.`,
    hint: 'Choose another directory.',
  },
  ENAMETOOLONG: {
    code: 'name-too-long',
    says: (path) => `The path is too long for this file system: ${shorten(path)}.`,
    hint: 'Choose a shorter directory.',
  },
  ENOENT: {
    code: 'vanished',
    says: (path) => `${path} went away while the project was being written.`,
    hint: 'Run the command again.',
  },
  EIO: {
    code: 'disk-error',
    says: (path) => `The disk failed while ${path} was being written.`,
    hint: 'Check the disk, or choose another directory.',
  },
  EMFILE: {
    code: 'too-many-files',
    says: (path) => `Too many files are open to write ${path}.`,
    hint: 'Close some programs, or raise the limit (ulimit -n), and run the command again.',
  },
};

/** The failure of a file system error below `path`, or the error itself when it is none. */
export function diskFailure(error: unknown, path: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const known = code ? sentences[code] : undefined;
  if (known)
    return new Failure('environment', known.code, known.says(path), { hint: known.hint, cause: error });
  if (code && syscall) {
    return new Failure('environment', 'disk-error', `${path} could not be written (${code}).`, {
      hint: 'Choose another directory, or see what the system says about this one.',
      cause: error,
    });
  }
  return error;
}

function shorten(path: string): string {
  return path.length > 80 ? `${path.slice(0, 40)}...${path.slice(-20)}` : path;
}
