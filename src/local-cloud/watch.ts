import { basename, join, relative } from 'node:path';
import type { LocalCloud } from './start.ts';
import { watchFolder } from './watch-folder.ts';

export interface Watching {
  /** Waits until no edit is being worked on. */
  settled(): Promise<void>;
  close(): void;
}

/** An edit as far as it has come in. */
interface Edit {
  infra: boolean;
  code: Set<string>;
}

/** Milliseconds in which the events of one write come in. */
const oneWrite = 2;

/**
 * Follows edits: code is rebuilt and swapped, an infra edit is synthesised and the rooms are fitted to it, data stays.
 * A fault is told, and the last good state goes on. An edit counts as done after `quiet` milliseconds without a further
 * change, as editors write files in steps; the bundles of code are made meanwhile, and used only if nothing came after.
 */
export function watchProject(local: LocalCloud, tell: (line: string) => void, quiet = 15): Watching {
  let timer: NodeJS.Timeout | undefined;
  let timeIsUp: NodeJS.Immediate | undefined;
  let edit: Edit = { infra: false, code: new Set() };
  /** The build of the edit that began before it was known to be done. */
  let ahead: Verdict | undefined;
  let work: Promise<void> = Promise.resolve();

  const apply = async ({ infra, code }: Edit, isDone: () => Promise<boolean>) => {
    const started = performance.now();
    const took = () => `${Math.round(performance.now() - started)} ms`;
    try {
      if (infra) tell(`infra: ${await local.reload()} (${took()})`);
      else if (code.size > 0) {
        const changed = await local.rebuild(code, isDone);
        if (changed.length > 0) tell(`code: ${changed.map(functionOf).join(', ')} (${took()})`);
      }
    } catch (error) {
      if (await isDone()) tell(`${(error as Error).message}\nThe last good state goes on.`);
    }
  };
  const begin = (verdict: Verdict) => {
    const begun = edit;
    work = work.then(() => apply(begun, verdict.read));
  };
  const beginAhead = () => {
    if (timer === undefined || edit.infra) return;
    ahead = createVerdict();
    begin(ahead);
  };
  const end = () => {
    timer = undefined;
    if (!ahead) begin(createVerdict(true));
    ahead?.give(true);
    ahead = undefined;
    edit = { infra: false, code: new Set() };
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
    edit.infra ||= isInfra || (/\/handlers\//.test(file) && !inputs.code.has(file));
    if (isCode || isSite) edit.code.add(file);
    ahead?.give(false);
    ahead = undefined;
    if (timer === undefined) setTimeout(beginAhead, oneWrite);
    clearTimeout(timer);
    clearImmediate(timeIsUp);
    // On a busy machine time may be up with events still unread: those come first.
    timer = setTimeout(() => {
      timeIsUp = setImmediate(end);
    }, quiet);
  });
  return {
    settled: () => work,
    close: () => {
      clearTimeout(timer);
      clearImmediate(timeIsUp);
      timer = undefined;
      ahead?.give(false);
      folder.close();
    },
  };
}

/** Whether an edit was done when its build began, which is known only later. */
interface Verdict {
  give(isDone: boolean): void;
  read(): Promise<boolean>;
}

function createVerdict(given?: boolean): Verdict {
  let give: Verdict['give'] = () => {};
  const verdict = new Promise<boolean>((resolve) => {
    give = resolve;
  });
  if (given !== undefined) give(given);
  return { give, read: () => verdict };
}

/** `orders/create` of `/project/dist/orders/create`. */
const functionOf = (folder: string) => folder.split(/[\\/]/).slice(-2).join('/');
