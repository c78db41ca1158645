import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { camelCase, pascalCase } from './case.ts';
import { templatesRoot } from './templates-root.ts';
import type { View } from './view.ts';

/** The only helpers that templates know. */
export const helpers = {
  /** A value as JSON, which is also a TypeScript literal. */
  json: (value: unknown) => JSON.stringify(value),
  camel: camelCase,
  pascal: pascalCase,
};

const settings = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
};

let engine: typeof Handlebars | undefined;
const compiled = new Map<string, Handlebars.TemplateDelegate>();

/**
 * Renders a template; compiled once a process. `partials` are those of the project's layers, by name. Throws on a name
 * that the view does not have.
 */
export function renderTemplate(text: string, view: View, partials: ReadonlyMap<string, string>): string {
  const own = Object.fromEntries([...partials].map(([name, partial]) => [name, compile(partial)]));
  return compile(text)(view, { partials: own });
}

function compile(text: string): Handlebars.TemplateDelegate {
  engine ??= makeEngine();
  const template = compiled.get(text) ?? engine.compile(text, settings);
  compiled.set(text, template);
  return template;
}

function makeEngine(): typeof Handlebars {
  const own = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) own.registerHelper(name, helper);
  const folder = join(templatesRoot(), 'partials');
  for (const file of readdirSync(folder)) {
    own.registerPartial(
      file.replace(/\.hbs$/, ''),
      own.compile(readFileSync(join(folder, file), 'utf8'), settings),
    );
  }
  return own;
}
