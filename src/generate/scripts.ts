import type { View } from './view.ts';

/**
 * The scripts of a project: the same names in every pattern. Where there is a site, its own build, tests and types come
 * along; its bundle has to be there before a synth.
 */
export function scriptsOf({ is, pm }: View): Record<string, string> {
  const alsoInWeb = (script: string) => (is.web ? ` && ${pm.inWeb(script)}` : '');
  const build = `node build.mjs${alsoInWeb('build')}`;
  return {
    dev: 'node dev/local-cloud.mjs',
    build,
    test: `vitest run${alsoInWeb('test')}`,
    lint: 'biome check --error-on-warnings',
    format: 'biome check --write',
    typecheck: `tsc${alsoInWeb('typecheck')}`,
    synth: `${build} && cdk synth --quiet`,
    diff: `${build} && cdk diff`,
    deploy: `${build} && cdk deploy --all`,
    destroy: `${build} && cdk destroy --all`,
  };
}
