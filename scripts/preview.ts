/**
 * The template author's loop: renders a project into .preview/ and rewrites only the files that changed, so that
 * node_modules, watchers and reloads survive. Files that an earlier preview wrote and this one does not are removed.
 *
 *   npm run preview -- --pattern api --api rest
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readValue, resolve } from '../src/generate/answers.ts';
import { optionKeys, optionOf } from '../src/generate/options.ts';
import { render } from '../src/generate/render.ts';
import { packageRoot } from '../src/generate/templates-root.ts';

const flags = Object.fromEntries(optionKeys.map((key) => [optionOf(key).flag, { type: 'string' as const }]));
const { values } = parseArgs({ options: flags });
const given = optionKeys.flatMap((key) => {
  const value = values[optionOf(key).flag];
  return value === undefined ? [] : [[key, readValue(optionOf(key), value)]];
});
const resolved = resolve({ pattern: 'api', name: 'Preview', ...Object.fromEntries(given) });
if ('faults' in resolved) {
  for (const { message } of resolved.faults) console.error(message);
  process.exit(2);
}

const target = join(packageRoot(), '.preview');
const listing = join(target, '.preview.json');
const localCloud = join(packageRoot(), 'dist', 'local-cloud.mjs');
if (!existsSync(localCloud)) {
  console.error('dist/local-cloud.mjs is not built yet. Run "npm run build" first.');
  process.exit(4);
}
const tree = render(resolved.answers, readFileSync(localCloud));
const before: string[] = existsSync(listing) ? JSON.parse(readFileSync(listing, 'utf8')) : [];
let written = 0;
for (const [path, { content, mode }] of tree) {
  const file = join(target, path);
  if (existsSync(file) && readFileSync(file).equals(content)) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
  written += 1;
}
const gone = before.filter((path) => !tree.has(path));
for (const path of gone) rmSync(join(target, path), { force: true });
writeFileSync(listing, JSON.stringify([...tree.keys()]));
console.log(`.preview: ${written} of ${tree.size} files written, ${gone.length} removed`);
