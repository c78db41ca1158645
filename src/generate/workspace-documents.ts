import { authService } from './auth.ts';
import { frontService } from './front.ts';
import { arrangeManifest, type JsonObject } from './json.ts';
import { serviceScripts, sharedScripts } from './scripts.ts';
import { ordersService } from './services.ts';
import type { View } from './view.ts';
import { serviceWorkspace, sharedPackages, type Workspace } from './workspaces.ts';

/** The version of every workspace; they are published nowhere. */
const version = '0.1.0';

/** What each workspace is checked with. */
const tools = ['@biomejs/biome', '@types/node', 'typescript', 'vitest'];
/** What the local cloud takes from the root. */
const ofLocalCloud = ['dynalite', 'esbuild', 'velocityjs'];
const ofHandlers = ['@types/aws-lambda'];
/** What the service that says who calls has for people. */
const ofPeople = ['amazon-cognito-identity-js'];
/** What clients of services take: one that signs its requests has a package for that. */
const ofContracts = ['aws4fetch', 'zod'];
/** What the function that tells of orders takes. */
const ofEvents = ['@aws-sdk/client-eventbridge'];

/**
 * The documents of a project whose services are workspaces, from those of a project of one app: each package declares
 * what its own code imports, as a package manager that hoists nothing demands.
 */
export function spreadDocuments(
  documents: Record<string, JsonObject>,
  view: View,
): Record<string, JsonObject> {
  const { 'package.json': manifest = {}, 'tsconfig.json': tsconfig = {}, ...others } = documents;
  const { dependencies: all = {}, devDependencies = {}, ...root } = manifest as Record<string, JsonObject>;
  const dependencies = only(all, (name) => !ofEvents.includes(name));
  const versions = { ...all, ...devDependencies };
  const pick = (...names: string[]) => only(versions, (name) => names.includes(name));
  const { constructs, contracts, lib } = sharedPackages;

  const service = {
    scripts: serviceScripts(),
    dependencies: { ...dependencies, ...linked(contracts, lib) },
    devDependencies: {
      ...only(devDependencies, (name) => ![...ofLocalCloud, ...ofHandlers, ...ofPeople].includes(name)),
      ...linked(constructs),
    },
  };
  const orders = {
    ...service,
    dependencies: { ...service.dependencies, ...pick(...ofEvents) },
    devDependencies: { ...service.devDependencies, ...pick(...ofHandlers) },
  };
  // It has a CDK app, and no functions.
  const { scripts, devDependencies: ofApp } = service;
  const front = { scripts, devDependencies: ofApp };
  // It has functions, which know nothing of the contracts between services.
  const auth = {
    ...service,
    dependencies: { ...dependencies, ...linked(lib) },
    devDependencies: { ...service.devDependencies, ...pick(...ofHandlers, ...ofPeople) },
  };
  const shared = (own: JsonObject, ...ofTests: string[]) => ({
    scripts: sharedScripts(),
    exports: { './*': './*' },
    dependencies: own,
    devDependencies: pick(...tools, ...ofTests),
  });
  // What scopes a token needs, its API says and functions know.
  const ofConstructs = view.is.cognito ? linked(lib) : {};
  const packages: [Workspace, JsonObject][] = [
    [constructs, shared({ ...pick('aws-cdk-lib', 'constructs', 'esbuild', 'zod'), ...ofConstructs })],
    [contracts, shared({ ...pick(...ofContracts), ...linked(lib) })],
    [lib, shared(dependencies, ...ofHandlers)],
    ...view.services.map(({ name }): [Workspace, JsonObject] => [
      serviceWorkspace(name),
      name === ordersService ? orders : service,
    ]),
    ...(view.is.authService ? [[serviceWorkspace(authService), auth] satisfies [Workspace, JsonObject]] : []),
    ...(view.shared ? [[serviceWorkspace(frontService), front] satisfies [Workspace, JsonObject]] : []),
  ];
  return {
    ...others,
    'package.json': arrangeManifest({
      ...root,
      workspaces: ['packages/*', 'services/*'],
      // A tool of dev/ is TypeScript where there are people to sign in.
      devDependencies: pick(...tools, ...ofLocalCloud, ...(view.is.cognito ? ['tsx'] : [])),
    }),
    'tsconfig.json': {
      ...tsconfig,
      include: ['packages', 'services', 'test', 'dev/*.ts', 'vitest.config.ts'],
      exclude: ['**/node_modules', '**/dist', '**/cdk.out'],
    },
    ...Object.fromEntries(packages.flatMap(([workspace, own]) => documentsOf(workspace, own))),
  };
}

function documentsOf({ folder, name }: Workspace, own: JsonObject): [string, JsonObject][] {
  return [
    [`${folder}/package.json`, arrangeManifest({ name, version, private: true, type: 'module', ...own })],
    [`${folder}/tsconfig.json`, { extends: '../../tsconfig.json', include: ['.'] }],
  ];
}

const linked = (...workspaces: Workspace[]): JsonObject =>
  Object.fromEntries(workspaces.map(({ name }) => [name, version]));

const only = (object: JsonObject, has: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => has(key)));
