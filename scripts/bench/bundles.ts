/**
 * What the default project of each pattern weighs: every function's bundle and what its import costs, every synthesised
 * template against CloudFormation's limit, and how long the CDK app takes. Exit code 1 when something is over its budget.
 *
 *   npm run bench:bundles [-- <number or slug of a pattern> ...]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { patterns } from '../../src/generate/patterns.ts';
import { goldenProjects } from '../../test/golden-trees.ts';
import { written } from '../../test/local-cloud/patterns/projects.ts';

/** A function's bundle, in bytes: the largest today is a DynamoDB function, 350 KB of it the AWS SDK. */
const bundleBudget = 450_000;
/** Processor time of an import in a fresh process, in milliseconds; of the quickest of some turns. */
const importBudget = 300;
/** A template, in bytes: half of the 1 MB that CloudFormation takes (AWS CloudFormation quotas, November 2026). */
const templateBudget = 500_000;
/** The CDK app with cdk-nag and all rules, without the CDK's command line, in seconds. */
const synthBudget = 60;
const turns = 5;

interface Weight {
  name: string;
  value: number;
}

const wanted = process.argv.slice(2);
const chosen = patterns
  .filter(({ slug, number }) => wanted.length === 0 || wanted.includes(slug) || wanted.includes(`${number}`))
  .map(({ slug }) => slug as string);
if (chosen.length === 0) throw new Error(`There is no pattern ${wanted.join(' ')}.`);

console.log(
  `Budgets: a bundle ${kilobytes(bundleBudget)}, its import ${importBudget} ms of CPU, a template ${kilobytes(templateBudget)}, a synth ${synthBudget} s.`,
);
for (const { slug, tree } of goldenProjects()) {
  if (!chosen.includes(slug)) continue;
  const { root, dispose } = written(tree);
  try {
    const weights = appsOf(root).map((app) => weigh(root, app));
    const of = (pick: (weight: (typeof weights)[number]) => Weight[]) => weights.flatMap(pick);
    console.log(`\n${slug}`);
    report(
      'bundle',
      of(({ bundles }) => bundles),
      bundleBudget,
      kilobytes,
    );
    report(
      'import',
      of(({ imports }) => imports),
      importBudget,
      (value) => `${value.toFixed(0)} ms`,
    );
    report(
      'template',
      of(({ templates }) => templates),
      templateBudget,
      kilobytes,
    );
    report(
      'synth',
      of(({ synth }) => [synth]),
      synthBudget,
      (value) => `${value.toFixed(1)} s`,
    );
  } finally {
    dispose();
  }
}

/** Folders with a CDK app: the root, or each service. */
function appsOf(root: string): string[] {
  if (existsSync(join(root, 'cdk.json'))) return [root];
  return readdirSync(join(root, 'services')).map((service) => join(root, 'services', service));
}

function weigh(root: string, app: string) {
  execFileSync(process.execPath, ['build.mjs'], { cwd: app, stdio: 'pipe' });
  const files = filesBelow(join(app, 'dist')).filter((file) => file.endsWith('.mjs'));
  const named = (file: string) => relative(join(app, 'dist'), dirname(file));
  const out = join(app, 'cdk.out');
  const seconds = synthesise(app, out);
  return {
    bundles: files.map((file) => ({ name: named(file), value: statSync(file).size })),
    imports: files.map((file) => ({ name: named(file), value: importTime(file) })),
    templates: readdirSync(out)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => ({ name: basename(file, '.template.json'), value: statSync(join(out, file)).size })),
    synth: { name: relative(root, app) || 'the app', value: seconds },
  };
}

/** Milliseconds of processor time that an import takes, of the quickest of some fresh processes. */
function importTime(file: string): number {
  const code = `const start = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    const { user, system } = process.cpuUsage(start);
    console.log((user + system) / 1000);`;
  // The AWS SDK warns of the Node.js of this machine; functions run on that of AWS.
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const times = Array.from({ length: turns }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' })),
  );
  return Math.min(...times);
}

/** Seconds that the CDK app runs for, as the CDK's command line starts it. */
function synthesise(app: string, out: string): number {
  const { context } = JSON.parse(readFileSync(join(app, 'cdk.json'), 'utf8'));
  const started = performance.now();
  execFileSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: app,
    stdio: 'pipe',
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  return (performance.now() - started) / 1000;
}

/** One line for all, and one for each that is over its budget. */
function report(what: string, weights: Weight[], budget: number, text: (value: number) => string): void {
  const sorted = weights.toSorted((a, b) => b.value - a.value);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return;
  const rest = sorted.length === 1 ? '' : `, down to ${text(last.value)} (${last.name})`;
  console.log(
    `  ${`${what}s`.padEnd(10)}${sorted.length} of at most ${text(first.value)} (${first.name})${rest}`,
  );
  for (const { name, value } of sorted.filter((weight) => weight.value > budget)) {
    console.log(`  OVER      ${what} ${name} has ${text(value)}, and may have ${text(budget)}`);
    process.exitCode = 1;
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
