import { authService } from './auth.ts';
import { frontService } from './front.ts';

/** A package of its own within a project. */
export interface Workspace {
  /** Folder below the root. */
  folder: string;
  /** Name in its package.json, by which other packages import it. */
  name: string;
  /** The service that it is; absent for what services share. */
  service?: string;
}

/** A place of a file in a project of workspaces. */
export interface Place {
  path: string;
  /** Absent at the root, which other files reach by relative paths alone. */
  workspace?: Workspace;
}

/** What all services share. The scope is the same in every project, so that no name changes the length of a line. */
export const sharedPackages = {
  constructs: { folder: 'packages/constructs', name: '@shared/constructs' },
  contracts: { folder: 'packages/contracts', name: '@shared/contracts' },
  lib: { folder: 'packages/lib', name: '@shared/lib' },
} as const satisfies Record<string, Workspace>;

export function serviceWorkspace(service: string): Workspace {
  return { folder: `services/${service}`, name: `@service/${service}`, service };
}

/** Files that lie beside every CDK app, by their path in a project of one app. */
const ofEachApp = [
  /^(cdk\.json|build\.mjs|vitest\.config\.ts)$/,
  /^infra\/(app|config|ci-role|lib\/stack)\.ts$/,
  /^test\/setup\.ts$/,
  /^test\/infra\/((findings|stateful)\.test|stage-templates)\.ts$/,
];
/** Files that lie in every service. What shares a host has no API, and neither has what says who calls. */
const ofEachService = [...ofEachApp, /^test\/[^/]+\.ts$/, /^test\/infra\/[^.]+\.ts$/];

/** What of a project of one app says who calls: tools, and constructs of the stack of keys. */
const ofAuth =
  /^(test\/login\.ts$|infra\/((api-keys|authenticator|sign-in)\.ts$|lib\/(api-keys-table|auth-stack|login|return-url|user-pool|user-pool-client)\.ts$))/;

/** What is shared, by the start of its path in a project of one app. */
const ofAll: [start: RegExp, workspace: Workspace, folder: string][] = [
  // Each service has stages of its own; what holds for all of them is shared.
  [
    /^infra\/(?=lib\/|rules\/|config\.ts$|bundling\.mjs$|public-routes\.ts$)(lib\/)?/,
    sharedPackages.constructs,
    '',
  ],
  [/^test\/infra\/(?=rules\.test\.ts$)/, sharedPackages.constructs, 'test/'],
  [/^services\/lib\//, sharedPackages.lib, ''],
];

/**
 * Where a file of a project of one app lies when each service is a workspace with an app of its own: in every service, in
 * one of them, in a shared package, or at the root.
 * @param apps names of the workspaces with a CDK app
 * @param owner the service that tests are of when their path does not say it
 */
export function placesInWorkspaces(
  { path, content }: { path: string; content: Buffer },
  apps: readonly string[],
  owner: string,
): Place[] {
  if (isOneOf(ofEachService, path)) {
    const having = apps.filter((app) => hasFile(app, path));
    return having.map((app) => inService(app, path));
  }
  const isOfLib =
    path.startsWith('test/unit/') && !/"\.\.\/\.\.\/services\/(?!lib\/)/.test(content.toString('utf8'));
  return [isOfLib ? within(sharedPackages.lib, path.replace('unit/', '')) : placeInOne(path, owner)];
}

/** What shares a host has an app alone; what says who calls has its people sign in besides. */
function hasFile(app: string, path: string): boolean {
  if (isOneOf(ofEachApp, path)) return true;
  return app === authService ? path === 'test/login.ts' : app !== frontService;
}

/** Where an importer finds a file: in its own workspace before the others. */
export function placeSeenFrom({ workspace }: Place, path: string): Place {
  const service = workspace?.service;
  return service && isOneOf(ofEachService, path) ? inService(service, path) : placeInOne(path, service ?? '');
}

const isOneOf = (patterns: readonly RegExp[], path: string) => patterns.some((pattern) => pattern.test(path));
const inService = (service: string, path: string) =>
  within(serviceWorkspace(service), path.replace('infra/lib/', 'infra/'));

function placeInOne(path: string, owner: string): Place {
  if (ofAuth.test(path)) return inService(authService, path);
  for (const [start, workspace, folder] of ofAll) {
    if (start.test(path)) return within(workspace, path.replace(start, folder));
  }
  const [, service, inner = ''] = /^services\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (service) {
    // Beside the folder infra/, a file of that name would be a riddle.
    return within(serviceWorkspace(service), inner === 'infra.ts' ? 'infra/service.ts' : inner);
  }
  return path.startsWith('test/') ? within(serviceWorkspace(owner), path) : { path };
}

const within = (workspace: Workspace, path: string): Place => ({
  path: `${workspace.folder}/${path}`,
  workspace,
});
