/**
 * What runs in the child process: the app of a project, once for each stage, without policy plugins and without the
 * bundles of the functions, for whose folders it puts empty ones. Every stage gets an assembly in `.synth/<stage>`.
 */
export const runnerSource = `import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const app = process.cwd();
const require = createRequire(join(app, 'package.json'));
const { existsSync } = fs;
const isBuilt = (path) => path.startsWith(app + sep) && path.slice(app.length).split(sep).includes('dist');
fs.existsSync = (path) => {
  if (existsSync(path)) return true;
  if (typeof path !== 'string' || !isBuilt(resolve(path))) return false;
  fs.mkdirSync(path, { recursive: true });
  fs.writeFileSync(join(path, 'index.html'), '');
  return true;
};
syncBuiltinESMExports();
const { Validations } = require('aws-cdk-lib');
if (Validations) Validations.prototype.addPlugins = () => {};

const read = (name) => (existsSync(name) ? JSON.parse(fs.readFileSync(name, 'utf8')) : {});
const context = { ...read('cdk.context.json'), ...read('cdk.json').context };
const module = (path) => pathToFileURL(join(app, path)).href;
const { stages } = existsSync('infra/config.ts') ? await import(module('infra/config.ts')) : {};
const names = Array.isArray(stages) ? stages.map(({ name }) => name) : [undefined];
for (const [index, stage] of names.entries()) {
  process.env.CDK_OUTDIR = join(app, '.synth', ...(stage === undefined ? [] : [String(stage)]));
  process.env.CDK_CONTEXT_JSON = JSON.stringify({
    ...context,
    ...(stage === undefined ? {} : { stage }),
    'aws:cdk:disable-asset-staging': true,
    'aws:cdk:bundling-stacks': [],
  });
  await import(module('infra/app.ts') + '?run=' + index);
}
`;
