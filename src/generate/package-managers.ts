/** Runs a script of the workspace `web`. */
const inWeb = {
  npm: (script: string) => `npm run ${script} -w web`,
  pnpm: (script: string) => `pnpm --filter web run ${script}`,
  yarn: (script: string) => `yarn workspace web run ${script}`,
  bun: (script: string) => `bun run --filter web ${script}`,
};

const flags = (name: string, values: string[]) => values.map((value) => `${name} ${value}`).join(' ');
const globs = (folders: string[], start = '') => folders.map((folder) => `"${start}${folder}/*"`);

/** Runs a script in every workspace of some folders, one after the other. */
const inEach = {
  npm: (script: string, ...folders: string[]) => `npm run ${script} ${flags('-w', folders)}`,
  pnpm: (script: string, ...folders: string[]) =>
    `pnpm ${flags('--filter', globs(folders, './'))} --workspace-concurrency=1 run ${script}`,
  yarn: (script: string, ...folders: string[]) =>
    `yarn workspaces foreach --all ${flags('--include', globs(folders))} run ${script}`,
  bun: (script: string, ...folders: string[]) =>
    `bun run ${flags('--filter', globs(folders, './'))} ${script}`,
};

/** What each package manager is called with; used by the templates, the install step and the next steps printed. */
export const packageManagers = {
  npm: {
    name: 'npm',
    install: 'npm install',
    ci: 'npm ci',
    lock: 'npm install --package-lock-only',
    run: 'npm run',
    exec: 'npx',
    lockfile: 'package-lock.json',
    inWeb: inWeb.npm,
    inEach: inEach.npm,
    passedOn: ' --',
  },
  pnpm: {
    name: 'pnpm',
    install: 'pnpm install',
    ci: 'pnpm install --frozen-lockfile',
    lock: 'pnpm install --lockfile-only --no-frozen-lockfile',
    run: 'pnpm run',
    exec: 'pnpm exec',
    lockfile: 'pnpm-lock.yaml',
    inWeb: inWeb.pnpm,
    inEach: inEach.pnpm,
    passedOn: '',
  },
  yarn: {
    name: 'yarn',
    install: 'yarn install',
    ci: 'yarn install --immutable',
    lock: 'yarn install --mode=update-lockfile --no-immutable',
    run: 'yarn run',
    exec: 'yarn exec',
    lockfile: 'yarn.lock',
    inWeb: inWeb.yarn,
    inEach: inEach.yarn,
    passedOn: '',
  },
  bun: {
    name: 'bun',
    install: 'bun install',
    ci: 'bun install --frozen-lockfile',
    lock: 'bun install --lockfile-only',
    run: 'bun run',
    exec: 'bunx',
    lockfile: 'bun.lock',
    inWeb: inWeb.bun,
    inEach: inEach.bun,
    passedOn: '',
  },
} as const;

export type PackageManager = keyof typeof packageManagers;

/**
 * The package manager that started this process, from npm's `npm_config_user_agent`
 * (`pnpm/10.1.0 npm/? node/v24.0.0 linux x64`); `undefined` when none did.
 */
export function runningPackageManager(userAgent: string | undefined): PackageManager | undefined {
  const name = userAgent?.split('/')[0] ?? '';
  return name in packageManagers ? (name as PackageManager) : undefined;
}
