import { basename, join, relative } from 'node:path';
import type { LocalCloud } from './start.ts';
import { watchFolder } from './watch-folder.ts';

export interface Watching {
  /** Waits until no edit is being worked on. */
  settled(): Promise<void>;
  close(): void;
}

/** Milliseconds without a further change after which an edit counts as done: editors write files in steps. */
const quiet = 15;

/**
 * Follows edits: code is rebuilt and swapped, an infra edit is synthesised and the rooms are fitted to it, data stays.
 * A fault is told, and the last good state goes on.
 */
export function watchProject(local: LocalCloud, tell: (line: string) => void): Watching {
  let timer: NodeJS.Timeout | undefined;
  let infra = false;
  let code = new Set<string>();
  let work: Promise<void> = Promise.resolve();

  const apply = async () => {
    const [isInfra, files] = [infra, code];
    infra = false;
    code = new Set();
    const started = performance.now();
    const took = () => `${Math.round(performance.now() - started)} ms`;
    try {
      if (isInfra) tell(`infra: ${await local.reload()} (${took()})`);
      else if (files.size > 0) {
        const changed = await local.rebuild(files);
        if (changed.length > 0) tell(`code: ${changed.map(functionOf).join(', ')} (${took()})`);
      }
    } catch (error) {
      tell(`${(error as Error).message}\nThe last good state goes on.`);
    }
  };
  const folder = watchFolder(local.root, (file) => {
    const isSetting = file === join(local.root, 'dev', 'config.ts') || basename(file) === 'build.mjs';
    if (isSetting) tell(`${relative(local.root, file)}: start again to use it`);
    const { inputs } = local;
    // A new file may be a handler, or the one that a failed build lacked: the build finds out.
    const isInfra = inputs.infra.has(file);
    const isCode =
      inputs.code.has(file) || (!isInfra && /\/(services|infra|packages)\/.*\.[cm]?[jt]sx?$/.test(file));
    const isSite = local.isSiteSource(file);
    if (!isInfra && !isCode && !isSite) return;
    infra ||= isInfra || (/\/handlers\//.test(file) && !inputs.code.has(file));
    if (isCode || isSite) code.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      work = work.then(apply);
    }, quiet);
  });
  return {
    settled: () => work,
    close: () => {
      clearTimeout(timer);
      folder.close();
    },
  };
}

/** `orders/create` of `/project/dist/orders/create`. */
const functionOf = (folder: string) => folder.split(/[\\/]/).slice(-2).join('/');
