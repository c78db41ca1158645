import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';
import type { Ran, RunCommand } from './run-command.ts';

/** What became of the first commit; each but the first with a sentence for the user. */
export type Committed =
  | { status: 'committed' }
  | { status: 'inside-repository' | 'no-git' | 'no-identity' | 'failed'; note: string };

/** Longest time for a commit, in milliseconds: a hook or a passphrase may wait for somebody. */
const patience = 120_000;
export const firstCommit = 'Create project from the serverless pattern';

/** The folder of the git repository that holds a path, itself included; `undefined` when there is none. */
export function repositoryOf(disk: Disk, path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    if (disk.look(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/**
 * Makes a repository with the branch main and one commit of everything. A repository that is there already is left as it
 * is. Your git configuration holds, hooks and signing included; what it refuses is a note, never a failure.
 */
export async function commitProject(
  run: RunCommand,
  disk: Disk,
  project: { path: string; env: NodeJS.ProcessEnv },
): Promise<Committed> {
  const outer = repositoryOf(disk, project.path);
  if (outer)
    return {
      status: 'inside-repository',
      note: `Nothing was committed: ${outer} is a git repository already.`,
    };
  const git = (...argv: string[]) =>
    run('git', argv, { cwd: project.path, env: gitEnvironment(project.env), timeout: patience });
  const made = await git('init', '--quiet');
  if (made.code === 127) {
    return {
      status: 'no-git',
      note: 'git is not installed, so there is no repository. Install it, then run "git init".',
    };
  }
  // "git init -b" needs git 2.28.
  const steps = [() => git('symbolic-ref', 'HEAD', 'refs/heads/main'), () => git('add', '--all')];
  if (made.code !== 0) return failed(made);
  for (const step of steps) {
    const ran = await step();
    if (ran.code !== 0) return failed(ran);
  }
  // Without this, git may make an identity up from the name of the machine.
  const commit = await git('-c', 'user.useConfigOnly=true', 'commit', '--quiet', '-m', firstCommit);
  if (commit.code === 0) return { status: 'committed' };
  return isIdentityMissing(commit) ? noIdentity : failed(commit);
}

const noIdentity: Committed = {
  status: 'no-identity',
  note:
    'Nothing was committed, because git does not know who you are. Tell it with ' +
    '"git config --global user.name" and "user.email", then commit; everything is staged.',
};

function isIdentityMissing({ stderr }: Ran): boolean {
  return /tell me who you are|identity unknown|empty ident|auto-detection is disabled|no email was given|no name was given/i.test(
    stderr,
  );
}

function failed({ code, stderr, stdout }: Ran): Committed {
  const said =
    code === 124 ? 'it took too long' : ((stderr || stdout).trim().split('\n')[0] ?? `exit code ${code}`);
  return {
    status: 'failed',
    note: `Nothing was committed: git says "${said}". The project itself is complete.`,
  };
}

/** Without the variables that point git to another repository, and without a question for a password. */
export function gitEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const pointers = /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE|PREFIX)$/;
  const kept = Object.entries(env).filter(([name]) => !pointers.test(name));
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0' };
}
