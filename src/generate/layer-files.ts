import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { templatesRoot } from './templates-root.ts';

/** One file of a layer. */
export interface LayerFile {
  /** Path in the project: without `.hbs`, dotfile names restored. */
  path: string;
  content: Buffer;
  mode: number;
  /** True for Handlebars templates. */
  template: boolean;
}

/** npm drops these two from a tarball under their real names (docs.npmjs.com, "npm-pack", 2026). */
const realNames: Record<string, string> = { _gitignore: '.gitignore', _npmrc: '.npmrc' };
const read = new Map<string, LayerFile[]>();

/** The files of a layer (`files/**` and the `package.json` fragment beside it), read once a process. */
export function layerFiles(layer: string): LayerFile[] {
  const known = read.get(layer);
  if (known) return known;
  const folder = join(templatesRoot(), layer);
  const found = walk(join(folder, 'files'), '');
  const fragment = join(folder, 'package.json');
  if (existsSync(fragment)) found.push(fileAt(fragment, 'package.json'));
  if (found.length === 0) throw new Error(`templates/${layer} holds no files`);
  read.set(layer, found);
  return found;
}

const readPartials = new Map<string, Map<string, string>>();

/** The README sections of a layer (`partials/*.hbs`), by name, read once a process. */
export function layerPartials(layer: string): Map<string, string> {
  const known = readPartials.get(layer);
  if (known) return known;
  const folder = join(templatesRoot(), layer, 'partials');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = new Map(
    names.map((name) => [name.replace(/\.hbs$/, ''), readFileSync(join(folder, name), 'utf8')]),
  );
  readPartials.set(layer, found);
  return found;
}

function walk(folder: string, prefix: string): LayerFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const real = realNames[entry.name] ?? entry.name;
      const path = prefix ? `${prefix}/${real}` : real;
      const source = join(folder, entry.name);
      return entry.isDirectory() ? walk(source, path) : [fileAt(source, path)];
    });
}

function fileAt(source: string, path: string): LayerFile {
  const template = path.endsWith('.hbs');
  return {
    path: template ? path.slice(0, -'.hbs'.length) : path,
    content: readFileSync(source),
    // Only the executable bit travels: the rest depends on the umask of whoever unpacked the templates.
    mode: statSync(source).mode & 0o100 ? 0o755 : 0o644,
    template,
  };
}
