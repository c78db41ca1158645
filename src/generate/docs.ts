import type { Option } from './option.ts';
import { optionKeys, optionOf } from './options.ts';
import { patterns } from './patterns.ts';

const tables: Record<string, () => string> = { patterns: patternTable, options: optionTable };

/** README text with every `<!-- table:NAME -->` ... `<!-- /table -->` section made anew from the tables in code. */
export function withTables(readme: string): string {
  const end = '<!-- /table -->';
  return readme
    .split('<!-- table:')
    .map((part, index) => {
      if (index === 0) return part;
      const name = part.slice(0, part.indexOf(' -->'));
      const after = part.slice(part.indexOf(end));
      const make = tables[name];
      if (!make || !part.includes(end))
        throw new Error(`README.md has a section "${name}" that no table fills`);
      return `<!-- table:${name} -->\n${make()}\n${after}`;
    })
    .join('');
}

function patternTable(): string {
  const rows = patterns.map(
    ({ number, slug, summary, ready }) =>
      `| ${number} | \`${slug}\` | ${summary} | ${ready ? 'ready' : 'not yet'} |`,
  );
  return ['| no. | slug | what it is | today |', '|---|---|---|---|', ...rows].join('\n');
}

function optionTable(): string {
  const rows = optionKeys.map((key) => {
    const option = optionOf(key);
    const values = option.choices?.map(({ value }) => `\`${value}\``).join(', ') ?? `${option.placeholder}`;
    const help = option.when ? `${option.help} (${option.when.says})` : option.help;
    return `| \`--${option.flag}\` | ${values} | ${defaultText(option)} | ${help} |`;
  });
  return ['| flag | values | default | what it sets |', '|---|---|---|---|', ...rows].join('\n');
}

function defaultText(option: Option): string {
  if (typeof option.default === 'function') return option.defaultSays ?? 'depends';
  if (option.default === undefined) return 'asked';
  return option.default.length === 0 ? 'none' : `\`${[option.default].flat().join(',')}\``;
}
