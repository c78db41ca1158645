import {
  authLayers,
  authService,
  hasAuthService,
  serviceAuthParts,
  sessionLayers,
  workspacesAuthLayers,
} from './auth.ts';
import { edgeLayers, isOpen } from './edge.ts';
import { frontOf, frontService } from './front.ts';
import { intakeLayers } from './intakes.ts';
import { type LayerFile, layerFiles, layerPartials } from './layer-files.ts';
import type { Answers } from './options.ts';
import { lockOf } from './origin-lock.ts';
import { onOneDomain } from './patterns.ts';
import { ordersService, readServices } from './services.ts';
import { type Place, placesInWorkspaces, serviceWorkspace } from './workspaces.ts';

/** A folder under templates/ that a project takes, and where in the project its files go. */
export interface Layer {
  /** Path below templates/, for example `parts/api-http`. */
  name: string;
  /** Folder of the project that the files go into; the root when absent. */
  into?: string;
  /** The service that the files belong to. */
  service?: string;
  /** Files that another layer has in their place. */
  without?: readonly string[];
  /** The files are those of a project of one app, and go where a project of workspaces has them. */
  spread?: true;
}

/** A file of the project to be: its sources in layer order. Only JSON has more than one. */
export interface PlannedFile {
  path: string;
  sources: { layer: string; file: LayerFile }[];
  /** The service that the file belongs to. */
  service?: string;
  /** Set where the file does not lie where its own relative imports take it to be. */
  moved?: { from: string; to: Place };
}

export type Plan = Map<string, PlannedFile>;

/** The layers of a project, the general before the particular. */
export function layers(answers: Answers): Layer[] {
  const shared = [
    'base',
    `parts/pm-${answers.packageManager}`,
    ...(answers.ci === 'none' ? [] : [`parts/ci-${answers.ci}`]),
    'parts/orders-domain',
    ...serviceLayers(answers),
    `parts/api-${answers.api}`,
    `parts/api-${frontOf(answers) === 'mapping' ? 'mapping' : 'domain'}-${answers.api}`,
    ...authLayers(answers),
    ...siteLayers(answers),
    ...(onOneDomain(answers.pattern) ? ['parts/one-domain'] : []),
    ...(answers.pattern === 'spa-regional-api' ? ['parts/api-front'] : []),
    ...lockLayers(answers),
    ...(onOneDomain(answers.pattern) && isOpen(answers) ? ['parts/site-open'] : []),
  ].map((name): Layer => ({ name }));
  const parts = [...shared, ...otherServices(answers)];
  const own: Layer = { name: `patterns/${answers.pattern}` };
  return answers.pattern === 'microservices' ? workspaceLayers(parts, own, answers) : [...parts, own];
}

/** What workspaces have other files for. */
const ofWorkspaces = [
  '.github/workflows/ci.yml',
  '.github/workflows/deploy.yml',
  '.gitlab-ci.yml',
  'AGENTS.md',
  'build.mjs',
  'infra/ci-role.ts',
  'infra/config.ts',
  'test/infra/authorised.test.ts',
];
/** What is other where all services ask one of their number who calls. */
const ofAuthService = [
  'dev/config.ts',
  'dev/keys.ts',
  'infra/lib/api-auth.ts',
  'infra/lib/authorizer.ts',
  'stateful.contract.json',
  ...['api-keys', 'auth', 'expired', 'explicit-deny', 'sign-in', 'token'].map(
    (name) => `test/e2e/${name}.test.ts`,
  ),
  ...['api-keys', 'scopes'].map((name) => `test/infra/${name}.test.ts`),
];

/** The same parts, spread over workspaces, and what makes a workspace of each service. */
function workspaceLayers(parts: Layer[], own: Layer, answers: Answers): Layer[] {
  const { ci, services } = answers;
  const front = frontOf(answers);
  const asksAuth = hasAuthService(answers);
  const pipeline = ci === 'none' ? [] : [`workspace-${ci}`];
  const address = front === 'mapping' ? 'workspace-mapped' : 'workspace-own-host';
  return [
    ...parts.map((layer): Layer => {
      const isOfAuth =
        asksAuth && /^parts\/(auth-(keys|lambda|cognito|people)|sign-in-tool)/.test(layer.name);
      return isOfAuth
        ? { ...layer, spread: true, service: authService, without: ofAuthService }
        : { ...layer, spread: true, without: ofWorkspaces };
    }),
    ...readServices(services).flatMap(({ name }) => {
      const kind = name === ordersService ? 'orders' : 'item';
      const auth = serviceAuthParts(answers, kind === 'item');
      const parts = ['workspace', 'workspace-service', address, `workspace-${kind}`, ...auth, ...pipeline];
      return workspace(name, parts);
    }),
    ...(front ? workspace(frontService, ['workspace', 'front', `front-${front}`, ...pipeline]) : []),
    ...(asksAuth ? workspace(authService, ['workspace', `auth-service-${answers.auth}`, ...pipeline]) : []),
    { name: `parts/addresses-${front ?? 'subdomain'}` },
    ...workspacesAuthLayers(answers).map((name) => ({ name })),
    ...(ci === 'none' ? [] : [{ name: `parts/workspaces-${ci}` }]),
    own,
  ];
}

function workspace(service: string, parts: readonly string[]): Layer[] {
  return parts.map((part) => ({ name: `parts/${part}`, into: serviceWorkspace(service).folder, service }));
}

/** The orders service: it answers create requests itself, or works off what an intake has stored. */
function serviceLayers({ intake, api }: Answers): string[] {
  if (!intake) return ['parts/service-orders'];
  return ['parts/service-orders-intake', ...intakeLayers(intake, api).map((part) => `parts/${part}`)];
}

/** The services but orders, which all begin alike. */
function otherServices({ services }: Answers): Layer[] {
  return readServices(services)
    .filter(({ name }) => name !== ordersService)
    .map(({ name }) => ({ name: 'parts/services', into: `services/${name}`, service: name }));
}

/** What keeps APIs that are behind a distribution from answering anybody else. */
function lockLayers(answers: Answers): string[] {
  const lock = lockOf(answers);
  if (lock) return [`parts/origin-lock-${lock}`];
  return onOneDomain(answers.pattern) ? ['parts/origin-open'] : [];
}

/** The site and what it is written in; without one, what stands in its places. */
function siteLayers(answers: Answers): string[] {
  const { frontend, packageManager } = answers;
  if (!frontend) return ['parts/no-site'];
  const scripts = frontend === 'angular' && packageManager === 'npm' ? ['parts/spa-angular-npm'] : [];
  const spa = ['parts/spa', `parts/spa-${frontend}`, ...sessionLayers(answers)];
  return ['parts/site', ...edgeLayers(answers), ...spa, ...scripts];
}

/** The README sections that the layers bring, by name. Throws when two bring the same one. */
export function partialsOf(answers: Answers): ReadonlyMap<string, string> {
  const partials = new Map<string, string>();
  for (const { name: layer } of layers(answers)) {
    for (const [name, text] of layerPartials(layer)) {
      if (partials.has(name)) throw new Error(`The partial ${name} of ${layer} is there already`);
      partials.set(name, text);
    }
  }
  return partials;
}

/** Which file comes from which layer. Throws when two layers ship the same path and it is not JSON. */
export function plan(answers: Answers): Plan {
  const apps = readServices(answers.services).map(({ name }) => name);
  if (frontOf(answers)) apps.push(frontService);
  if (hasAuthService(answers)) apps.push(authService);
  const files: Plan = new Map();
  for (const layer of layers(answers)) {
    for (const file of layerFiles(layer.name)) {
      if (layer.without?.includes(file.path)) continue;
      for (const { path, ...where } of placesOf(layer, file, apps)) add(files, path, where, layer.name, file);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Planned = Pick<PlannedFile, 'path' | 'service' | 'moved'>;

function placesOf({ into, service, spread }: Layer, file: LayerFile, apps: readonly string[]): Planned[] {
  const path = into ? `${into}/${file.path}` : file.path;
  if (!spread) return [{ path: service ? workflowPath(path, service) : path, service }];
  return placesInWorkspaces({ ...file, path }, apps, service ?? ordersService).map((to) => ({
    path: to.path,
    service: to.workspace?.service,
    moved: { from: path, to },
  }));
}

/** GitHub reads workflows in one folder alone. */
function workflowPath(path: string, service: string): string {
  return path.endsWith('/workflow.yml') ? `.github/workflows/${service}.yml` : path;
}

function add(files: Plan, path: string, where: Omit<Planned, 'path'>, layer: string, file: LayerFile): void {
  const planned = files.get(path) ?? { path, sources: [], ...where };
  const owner = planned.sources[0];
  if (owner && !(path.endsWith('.json') && !file.template && !owner.file.template)) {
    throw new Error(`${path} is shipped by ${owner.layer} and by ${layer}; only plain JSON can be merged`);
  }
  planned.sources.push({ layer, file });
  files.set(path, planned);
}
