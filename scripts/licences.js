/** The licences of the packages that a bundle holds, from esbuild's metafile. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text with the name, version, licence and licence text of every package; throws when one has none. */
export function thirdPartyLicences(root, metafiles) {
  const folders = new Set(
    metafiles
      .flatMap(({ outputs }) => Object.values(outputs))
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter(Boolean),
  );
  const sections = [...folders].sort().map((folder) => section(join(root, folder)));
  return `This package contains code of the packages below.\n\n${sections.join('\n')}`;
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  if (!license) throw new Error(`${folder} names no licence`);
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'The package has no licence file.';
  const notice = existsSync(join(folder, 'NOTICE'))
    ? `\n\n${readFileSync(join(folder, 'NOTICE'), 'utf8').trim()}`
    : '';
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}${notice}\n`;
}
