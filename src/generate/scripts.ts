import type { View } from './view.ts';

/**
 * The scripts of a project: the same names in every pattern. Where there is a site, its own build, tests and types come
 * along; its bundle has to be there before a synth. Where each service is a workspace, they run in all of them.
 */
export function scriptsOf({ is, pm }: View): Record<string, string> {
  if (is.workspaces) return workspacesScripts(pm);
  const alsoInWeb = (script: string) => (is.web ? ` && ${pm.inWeb(script)}` : '');
  return {
    dev: 'node dev/local-cloud.mjs',
    ...appScripts(is.web ? pm.inWeb('build') : undefined, is.edgeLambda ? edgeDestroy : undefined),
    ...checks,
    test: `vitest run${alsoInWeb('test')}`,
    typecheck: `tsc${alsoInWeb('typecheck')}`,
  };
}

const checks = {
  test: 'vitest run',
  lint: 'biome check --error-on-warnings',
  format: 'biome check --write',
  typecheck: 'tsc',
};

/** Functions at the edge outlive their stack. */
const edgeDestroy = 'node --import tsx infra/destroy.ts';

/** Scripts of a package that has a CDK app, whose functions the CDK has built itself; `site` builds the site that it deploys. */
const appScripts = (site?: string, destroy = 'cdk destroy --all') => {
  const withSite = (command: string) => (site ? `${site} && ${command}` : command);
  return {
    build: site ? `node build.mjs && ${site}` : 'node build.mjs',
    synth: withSite('cdk synth --quiet'),
    diff: withSite('cdk diff'),
    deploy: withSite('cdk deploy --all'),
    destroy: withSite(destroy),
  };
};

function workspacesScripts({ inEach, passedOn }: View['pm']): Record<string, string> {
  const inServices = (script: string) => inEach(script, 'services');
  // Words after these scripts are for the CDK.
  const withWords = (script: string) => `${inServices(script)}${passedOn}`;
  return {
    dev: 'node dev/local-cloud.mjs',
    ...checks,
    build: inServices('build'),
    test: `${inEach('test', 'packages', 'services')} && vitest run`,
    'test:packages': inEach('test', 'packages'),
    'test:together': 'vitest run',
    synth: inServices('synth'),
    diff: withWords('diff'),
    deploy: withWords('deploy'),
    destroy: withWords('destroy'),
  };
}

/** Scripts of a service that is a workspace. */
export function serviceScripts(): Record<string, string> {
  return { dev: 'node ../../dev/local-cloud.mjs', ...checks, ...appScripts() };
}

/** Scripts of a workspace that services share. */
export function sharedScripts(): Record<string, string> {
  return checks;
}
