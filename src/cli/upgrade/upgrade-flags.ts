import { Failure } from '../../project/failure.ts';
import type { ConflictStyle } from '../../upgrade/types.ts';

/** How to run an upgrade, as commander gives it. */
export interface UpgradeFlags {
  set?: readonly string[];
  yes?: boolean;
  json: boolean;
  dryRun?: boolean;
  diff?: boolean;
  check?: boolean;
  conflict: ConflictStyle;
  only?: readonly string[];
  except?: readonly string[];
  accept?: readonly string[];
  /** True with `--synth`, false with `--no-synth`. */
  synth?: boolean;
  requireClean?: boolean;
  continue?: boolean;
  abort?: boolean;
  undo?: boolean;
}

/** What a run does; `apply` unless a flag says otherwise. */
export type UpgradeMode = 'apply' | 'preview' | 'check' | 'continue' | 'abort' | 'undo';

/**
 * The mode that the flags ask for. Throws a failure when they ask for two, or for answers that the mode does not take.
 */
export function modeOf(flags: UpgradeFlags, given: Readonly<Record<string, unknown>>): UpgradeMode {
  const asked = (['check', 'continue', 'abort', 'undo'] as const).filter((mode) => flags[mode]);
  const preview = flags.dryRun || flags.diff;
  const [mode = preview ? 'preview' : 'apply', second] = asked;
  if (second) throw mixed(`--${mode} and --${second}`);
  if (asked.length > 0 && preview) throw mixed(`--${mode} and --${flags.diff ? 'diff' : 'dry-run'}`);
  const settles = mode === 'continue' || mode === 'abort' || mode === 'undo';
  if (settles && (Object.keys(given).length > 0 || flags.set)) throw mixed(`--${mode} and answers`);
  return mode;
}

function mixed(what: string): Failure {
  return new Failure('usage', 'flags-do-not-go-together', `${what} do not go together.`, {
    hint: 'Give one of them.',
  });
}
