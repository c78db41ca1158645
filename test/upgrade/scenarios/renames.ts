import { project } from '../project.ts';
import { type Scenario, swap } from '../scenario.ts';

const store = project['services/orders/store.ts']!;
const create = project['services/orders/create.ts']!;
const list = project['services/orders/list.ts']!;

const longer = `
export async function remove(id: string): Promise<void> {
  await client.send({ table, id, kind: 'delete' } as never);
}
`;

/** Renames on either side, declared or found, and folders that move. */
export const renameScenarios: Scenario[] = [
  {
    name: 'template renames a file that you edited (declared)',
    yours: { 'services/orders/store.ts': swap("'orders'", "'my-orders'") },
    next: {
      'services/orders/store.ts': null,
      'services/orders/table.ts': store.replace('({})', '({ maxAttempts: 5 })'),
    },
    renames: [{ from: 'services/orders/store.ts', to: 'services/orders/table.ts' }],
    result: {
      'services/orders/store.ts': null,
      'services/orders/table.ts': store
        .replace('({})', '({ maxAttempts: 5 })')
        .replace("'orders'", "'my-orders'"),
    },
    conflicts: [['services/orders/table.ts', 'content']],
    holds: { 'services/orders/table.ts': ["'my-orders'", 'maxAttempts: 5', '<<<<<<< yours'] },
    notices: [['services/orders/table.ts', 'renamed-by-template']],
  },
  {
    name: 'template renames a file, your edit is elsewhere in it (declared)',
    yours: { 'services/orders/store.ts': swap('return [result]', 'return [result, result]') },
    next: {
      'services/orders/store.ts': null,
      'data/table.ts': store.replace('({})', '({ maxAttempts: 5 })'),
    },
    renames: [{ from: 'services/orders/store.ts', to: 'data/table.ts' }],
    result: {
      'services/orders/store.ts': null,
      'data/table.ts': store
        .replace('({})', '({ maxAttempts: 5 })')
        .replace('return [result]', 'return [result, result]'),
    },
    notices: [['data/table.ts', 'renamed-by-template']],
  },
  {
    name: 'template renames a file that you edited (found by likeness)',
    yours: { 'services/orders/create.ts': swap('?? 1', '?? 2') },
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create.replace('201', '202') },
    result: {
      'services/orders/create.ts': null,
      'services/orders/new.ts': create.replace('201', '202').replace('?? 1', '?? 2'),
    },
    notices: [['services/orders/new.ts', 'renamed-by-template']],
  },
  {
    name: 'template renames an untouched file',
    yours: {},
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create },
    result: { 'services/orders/create.ts': null, 'services/orders/new.ts': create },
  },
  {
    name: 'template moves a folder: your file in it follows',
    yours: {
      'services/orders/mine.ts': 'export const mine = 1;\n',
      'services/orders/create.ts': swap('?? 1', '?? 2'),
    },
    next: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'src/orders/create.ts': create,
      'src/orders/list.ts': list,
      'src/orders/store.ts': store,
    },
    renames: [{ from: 'services/orders', to: 'src/orders', dir: true }],
    result: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'services/orders/mine.ts': null,
      'src/orders/create.ts': create.replace('?? 1', '?? 2'),
      'src/orders/list.ts': list,
      'src/orders/store.ts': store,
      'src/orders/mine.ts': 'export const mine = 1;\n',
    },
    notices: [
      ['src/orders/create.ts', 'renamed-by-template'],
      ['src/orders/mine.ts', 'moved-with-folder'],
    ],
  },
  {
    name: 'template moves a folder file by file: your file and a nested one follow',
    yours: { 'services/orders/mine.ts': 'export {};\n', 'services/orders/deep/own.ts': 'export {};\n' },
    next: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'src/create.ts': create,
      'src/list.ts': list,
      'src/store.ts': store,
    },
    renames: ['create', 'list', 'store'].map((name) => ({
      from: `services/orders/${name}.ts`,
      to: `src/${name}.ts`,
    })),
    result: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'services/orders/mine.ts': null,
      'services/orders/deep/own.ts': null,
      'src/create.ts': create,
      'src/list.ts': list,
      'src/store.ts': store,
      'src/mine.ts': 'export {};\n',
      'src/deep/own.ts': 'export {};\n',
    },
    notices: [
      ['src/mine.ts', 'moved-with-folder'],
      ['src/deep/own.ts', 'moved-with-folder'],
    ],
  },
  {
    name: 'a folder moves in part: your file stays',
    yours: { 'services/orders/mine.ts': 'export {};\n' },
    next: { 'services/orders/store.ts': null, 'src/store.ts': store },
    renames: [{ from: 'services/orders/store.ts', to: 'src/store.ts' }],
    result: { 'services/orders/store.ts': null, 'src/store.ts': store },
  },
  {
    name: 'the files of a folder go to several places: your file stays and you are told',
    yours: { 'services/orders/mine.test.ts': 'export {};\n' },
    next: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'src/create.ts': create,
      'src/list.ts': list,
      'lib/store.ts': store,
    },
    result: {
      'services/orders/create.ts': null,
      'services/orders/list.ts': null,
      'services/orders/store.ts': null,
      'src/create.ts': create,
      'src/list.ts': list,
      'lib/store.ts': store,
    },
    notices: [['services/orders/mine.test.ts', 'stays-behind']],
  },
  {
    name: 'the template gives up a folder: your file stays and you are told',
    yours: { 'scripts/mine.sh': 'exit 0\n' },
    next: { 'scripts/seed.sh': null },
    result: { 'scripts/seed.sh': null },
    notices: [['scripts/mine.sh', 'stays-behind']],
  },
  {
    name: 'a folder moves: your .env stays and you are told',
    yours: { 'scripts/.env': 'TOKEN=1\n' },
    next: { 'scripts/seed.sh': null, 'tools/seed.sh': { mode: 0o755, text: project['scripts/seed.sh']! } },
    renames: [{ from: 'scripts', to: 'tools', dir: true }],
    result: { 'scripts/seed.sh': null, 'tools/seed.sh': { mode: 0o755, text: project['scripts/seed.sh']! } },
    notices: [['scripts/.env', 'stays-behind']],
  },
  {
    name: 'you renamed a file that the template changed',
    yours: { 'services/orders/create.ts': null, 'services/orders/place.ts': create.replace('?? 1', '?? 2') },
    next: { 'services/orders/create.ts': swap('201', '202') },
    result: { 'services/orders/place.ts': create.replace('?? 1', '?? 2').replace('201', '202') },
    notices: [['services/orders/place.ts', 'renamed-by-you']],
  },
  {
    name: 'you renamed a file and made it longer',
    yours: { 'services/orders/store.ts': null, 'services/orders/table.ts': store + longer },
    next: { 'services/orders/store.ts': swap("'orders'", "'all-orders'") },
    result: { 'services/orders/table.ts': store.replace("'orders'", "'all-orders'") + longer },
    notices: [['services/orders/table.ts', 'renamed-by-you']],
  },
  {
    name: 'you renamed a file that the template left',
    yours: { 'services/orders/create.ts': null, 'services/orders/place.ts': create },
    next: {},
    result: {},
  },
  {
    name: 'you renamed a file that the template deleted',
    yours: { 'services/orders/create.ts': null, 'services/orders/place.ts': create },
    next: { 'services/orders/create.ts': null },
    result: {},
    notices: [['services/orders/place.ts', 'deleted-by-template']],
  },
  {
    name: 'both renamed a file, to the same name',
    yours: { 'services/orders/create.ts': null, 'services/orders/place.ts': create.replace('?? 1', '?? 2') },
    next: { 'services/orders/create.ts': null, 'services/orders/place.ts': create.replace('201', '202') },
    result: { 'services/orders/place.ts': create.replace('?? 1', '?? 2').replace('201', '202') },
  },
  {
    name: 'both renamed a file, to different names',
    yours: { 'services/orders/create.ts': null, 'services/orders/place.ts': create.replace('?? 1', '?? 2') },
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create.replace('201', '202') },
    result: { 'services/orders/place.ts': create.replace('?? 1', '?? 2').replace('201', '202') },
    notices: [['services/orders/place.ts', 'renamed-by-you']],
  },
  {
    name: 'you deleted a file that the template renamed',
    yours: { 'services/orders/create.ts': null },
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create },
    result: {},
  },
  {
    name: 'a file of yours is at the new name',
    yours: {
      'services/orders/create.ts': swap('?? 1', '?? 2'),
      'services/orders/new.ts': 'export const mine = 1;\n',
    },
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create.replace('201', '202') },
    renames: [{ from: 'services/orders/create.ts', to: 'services/orders/new.ts' }],
    result: {},
    conflicts: [['services/orders/create.ts', 'occupied']],
    incoming: ['services/orders/new.ts'],
  },
  {
    name: 'you deleted a file and have another at its new name',
    yours: { 'services/orders/create.ts': null, 'services/orders/new.ts': 'export const mine = 1;\n' },
    next: { 'services/orders/create.ts': null, 'services/orders/new.ts': create.replace('201', '202') },
    renames: [{ from: 'services/orders/create.ts', to: 'services/orders/new.ts' }],
    result: {},
    conflicts: [['services/orders/new.ts', 'both-added']],
    incoming: ['services/orders/new.ts'],
  },
  {
    name: 'two files swap names',
    yours: { 'services/orders/create.ts': swap('?? 1', '?? 2') },
    next: { 'services/orders/create.ts': list, 'services/orders/list.ts': create },
    renames: [
      { from: 'services/orders/create.ts', to: 'services/orders/list.ts' },
      { from: 'services/orders/list.ts', to: 'services/orders/create.ts' },
    ],
    result: { 'services/orders/list.ts': create.replace('?? 1', '?? 2'), 'services/orders/create.ts': list },
    notices: [['services/orders/list.ts', 'renamed-by-template']],
  },
  {
    name: 'a rename that changes letter case only',
    yours: { 'README.md': swap('# orders', '# my orders') },
    next: { 'README.md': null, 'Readme.md': project['README.md']! },
    renames: [{ from: 'README.md', to: 'Readme.md' }],
    result: { 'README.md': null, 'Readme.md': project['README.md']!.replace('# orders', '# my orders') },
    notices: [['Readme.md', 'renamed-by-template']],
  },
  {
    name: 'a declared rename with an unsafe path is ignored',
    yours: { 'README.md': swap('# orders', '# my orders') },
    next: {},
    renames: [{ from: 'README.md', to: '../README.md' }],
    result: {},
    notices: [['../README.md', 'rename-ignored']],
  },
];
