import type { FileEntry } from '../generate/file-tree.ts';
import { isBinary } from './binary.ts';
import { matchesDigest, mergeMode, sameContent, withMode } from './entries.ts';
import { isLockFile } from './lock-files.ts';
import { mergeContent, resolved } from './merge-content.ts';
import type { FoundConflict, FoundNotice } from './merge-text.ts';
import type { Outcome } from './outcome.ts';
import { sameMeaning } from './same-meaning.ts';
import type { BaseDigest, ConflictStyle } from './types.ts';

/** One file in the three trees; an absent side has no such file. */
export interface Track {
  base?: { path: string; entry?: FileEntry; digest?: BaseDigest };
  yours?: { path: string; entry: FileEntry };
  next?: { path: string; entry: FileEntry };
}

/** Decides what becomes of one file: the rules of whole files first, a merge of its content when both changed it. */
export function settleFile(track: Track, style: ConflictStyle): Outcome {
  const { base, yours, next } = track;
  if (yours && next) return base ? settleBoth(track, style) : settleBothAdded(yours, next, style);
  if (yours) return base ? settleDeletedByTemplate(base, yours, style) : kept(yours);
  if (next && !base) return { ...nothing, path: next.path, entry: next.entry, next, op: 'create' };
  return settleDeletedByYou(track);
}

const nothing = { conflicts: [], notices: [], incoming: false };

function kept(yours: { path: string; entry: FileEntry }): Outcome {
  return {
    ...nothing,
    path: yours.path,
    from: yours.path,
    entry: yours.entry,
    yours: yours.entry,
    op: 'keep',
  };
}

function settleBoth({ base, yours, next }: Track, style: ConflictStyle): Outcome {
  const { path, notices } = placeOf(base!.path, yours!.path, next!.path);
  const mode = mergeMode(base!.entry?.mode ?? base!.digest!.mode, yours!.entry.mode, next!.entry.mode);
  const outcome: Outcome = { ...nothing, path, from: yours!.path, yours: yours!.entry, next, op: 'keep' };
  const done = (entry: FileEntry, op: Outcome['op']): Outcome => {
    const unchanged = entry === yours!.entry && path === yours!.path;
    const effect = unchanged ? 'keep' : path !== yours!.path ? 'move' : op;
    return { ...outcome, entry, op: effect, notices: unchanged && next!.path === base!.path ? [] : notices };
  };
  if (isBase(base!, yours!.entry)) {
    const silent = yours!.path === base!.path;
    // Where nobody changed anything, your very object is the outcome.
    const same = sameContent(yours!.entry, next!.entry) ? yours!.entry : next!.entry;
    return { ...done(withMode(same, mode), 'update'), ...(silent ? { notices: [] } : {}) };
  }
  if (isBase(base!, next!.entry) || sameContent(yours!.entry, next!.entry)) {
    return done(withMode(yours!.entry, mode), 'update');
  }
  const mine = withMode(yours!.entry, mode);
  const whole = wholeFileClash(path, base!, yours!.entry, next!.entry);
  if (whole?.kind === 'install') {
    return { ...done(mine, 'keep'), notices: [...notices, whole] };
  }
  if (whole) return decide({ ...outcome, notices }, whole, mine, withMode(next!.entry, mode), style);
  const entries = { base: base!.entry!, yours: yours!.entry, next: next!.entry };
  const merged = mergeContent(path, entries, style);
  const content = merged.content;
  const entry =
    content && Buffer.compare(content, mine.content) !== 0
      ? { content: Uint8Array.from(content), mode }
      : mine;
  return {
    ...done(entry, 'merge'),
    conflicts: merged.conflicts,
    notices: [...notices, ...merged.notices],
    incoming: merged.incoming,
  };
}

/** The path of a file that the template, you, or both may have renamed. */
function placeOf(base: string, yours: string, next: string): { path: string; notices: FoundNotice[] } {
  if (yours === next) return { path: yours, notices: [] };
  if (yours === base) {
    const message = `The template renamed ${base} to ${next}; your file goes along.`;
    return { path: next, notices: [{ kind: 'renamed-by-template', from: base, message }] };
  }
  const also = next === base ? '' : ` The template's new name for it is ${next}; yours stays.`;
  const message = `You renamed ${base} to ${yours}; the template's changes go there.${also}`;
  return { path: yours, notices: [{ kind: 'renamed-by-you', from: base, message }] };
}

function isBase({ entry, digest }: NonNullable<Track['base']>, other: FileEntry): boolean {
  return entry ? sameContent(entry, other) : matchesDigest(other, digest!);
}

/** Why a file that both sides changed cannot be merged within, if so. A lock file is not even a conflict. */
function wholeFileClash(
  path: string,
  base: NonNullable<Track['base']>,
  yours: FileEntry,
  next: FileEntry,
): FoundConflict | (FoundNotice & { kind: 'install' }) | undefined {
  if (yours.link || next.link || base.entry?.link) {
    return {
      kind: 'symlink',
      message: 'Both sides changed it, and one side has a symbolic link here. Yours is kept.',
    };
  }
  if (isLockFile(path)) {
    return {
      kind: 'install',
      message: 'Lock files are never merged: yours is kept; install once to bring it up to date.',
    };
  }
  const entries = [base.entry, yours, next];
  if (!base.entry || entries.some((entry) => isBinary(entry!.content))) {
    const reason = base.entry ? 'a binary' : 'the old version is not on record';
    return {
      kind: 'unmergeable',
      message: `Both sides changed it and it cannot be merged (${reason}). Yours is kept.`,
    };
  }
  return undefined;
}

/** A clash of whole files: one side is taken when the style asks for it, else yours stays and it is a conflict. */
function decide(
  outcome: Outcome,
  conflict: FoundConflict,
  mine: FileEntry,
  its: FileEntry,
  style: ConflictStyle,
): Outcome {
  const linked = mine.link || its.link;
  if (style === 'yours' || (style === 'template' && !linked)) {
    const entry = style === 'yours' ? mine : its;
    const op = style === 'yours' ? 'keep' : 'update';
    return { ...outcome, entry, op, notices: [...outcome.notices, resolved(conflict, style)] };
  }
  return { ...outcome, entry: mine, op: 'conflict', conflicts: [conflict], incoming: true };
}

function settleBothAdded(
  yours: { path: string; entry: FileEntry },
  next: { path: string; entry: FileEntry },
  style: ConflictStyle,
): Outcome {
  const outcome: Outcome = { ...kept(yours), next };
  if (sameContent(yours.entry, next.entry)) return outcome;
  if (isLockFile(next.path)) {
    const message = 'Lock files are never merged: yours is kept; install once to bring it up to date.';
    return { ...outcome, notices: [{ kind: 'install', message }] };
  }
  const kind = yours.entry.link || next.entry.link ? 'symlink' : 'both-added';
  const message = 'The template adds a file where you have one of your own. Yours is kept.';
  return decide(outcome, { kind, message }, yours.entry, next.entry, style);
}

function settleDeletedByTemplate(
  base: NonNullable<Track['base']>,
  yours: { path: string; entry: FileEntry },
  style: ConflictStyle,
): Outcome {
  const outcome = kept(yours);
  const deleted: Outcome = { ...outcome, entry: undefined, op: 'delete' };
  if (yours.path !== base.path) {
    const message = `The template no longer has ${base.path}, which you renamed; your file is kept.`;
    return { ...outcome, notices: [{ kind: 'deleted-by-template', message }] };
  }
  if (isBase(base, yours.entry)) return deleted;
  if (base.entry && sameMeaning(base.path, base.entry, yours.entry)) {
    const message =
      'The template no longer has this file, and you had changed its format alone; it is deleted.';
    return { ...deleted, notices: [{ kind: 'deleted-by-template', message }] };
  }
  if (isLockFile(yours.path)) {
    const message =
      'The template no longer has this lock file; delete it if another package manager is in use.';
    return { ...outcome, notices: [{ kind: 'deleted-by-template', message }] };
  }
  const message =
    'The template deletes this file, which you changed; it is kept. Delete it if you do not need it.';
  const conflict: FoundConflict = { kind: 'deleted-by-template', message };
  if (style === 'template') return { ...deleted, notices: [resolved(conflict, style)] };
  if (style === 'yours') return { ...outcome, notices: [resolved(conflict, style)] };
  return { ...outcome, op: 'conflict', conflicts: [conflict] };
}

function settleDeletedByYou({ base, next }: Track): Outcome {
  const path = base!.path;
  const gone: Outcome = { ...nothing, path, op: 'keep' };
  if (!next || isBase(base!, next.entry)) return gone;
  const message = 'You deleted this file; it stays deleted although the template changed it.';
  return { ...gone, notices: [{ kind: 'deleted-by-you', message }] };
}
