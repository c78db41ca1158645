import { type Resolved, resolve } from '../../src/generate/answers.ts';
import type { Answers } from '../../src/generate/options.ts';
import { isLegal } from './oracle.ts';

export type Row = Record<string, unknown>;

const allEdge = ['security-headers', 'secure-site', 'ab-testing', 'rollout', 'failover'];

/**
 * Values tried for the options that change what a project is made of. An axis stands behind those that decide whether it
 * applies. Free texts get one value of each kind that templates can see.
 */
export const shapes: Record<string, readonly unknown[]> = {
  pattern: [
    'api',
    'microservices',
    'spa',
    'spa-regional-api',
    'spa-single-domain',
    'storage-first',
    'secured',
  ],
  intake: ['sqs', 'sqs-fifo', 'kinesis', 'eventbridge', 'stepfunctions', 'dynamodb', 's3', 'firehose'],
  api: ['http', 'rest'],
  frontend: ['react', 'angular'],
  services: [
    ['orders'],
    ['orders', 'order-items', 'a1'],
    ['orders:111122223333', 'a1:444455556666:us-east-1'],
  ],
  edge: [[], allEdge],
  failoverRegion: ['us-west-2'],
  endpoint: ['regional', 'edge'],
  domain: ['', 'shop.example.com'],
  hostedZoneId: ['', 'Z0123456789ABCDEFGHIJ'],
  originLock: ['waf', 'mtls', 'none'],
  domainStyle: ['subdomain', 'path'],
};

/** Values that the shapes take in turn: of their product with the shapes, one in so many is enough. */
export const turns: Record<string, readonly unknown[]> = {
  auth: ['none', 'cognito', 'lambda', 'both', 'iam'],
};

/** Services of several accounts whose keys are in one more, with what their workspaces differ in. */
function sharedKeysRows(): Row[] {
  const services = ['orders:111122223333', 'a1:444455556666:us-east-1'];
  const across = { name, pattern: 'microservices', services };
  const kinds = ['lambda', 'cognito'].map((auth) => ({ ...across, auth, authAccount: '777788889999' }));
  return product(kinds, { api: shapes.api!, domain: shapes.domain!, ci: settings.ci! });
}

/** Values tried for the options that every project has alike. */
export const settings: Record<string, readonly unknown[]> = {
  ci: ['github', 'gitlab', 'none'],
  packageManager: ['npm', 'pnpm', 'yarn', 'bun'],
  stages: [['dev', 'prod'], ['live']],
  alarmsEmail: ['', 'alarms@example.com'],
};

/** Every choice of features at the edge, with each kind of authorisation, on an otherwise usual project. */
function edgeRows(): Row[] {
  const rows = subsets(allEdge).map((edge) => ({ name, pattern: 'secured', edge }));
  return product(rows, turns);
}

/** Services of several accounts behind one host, with the pipelines and kinds of API that the host has files for. */
function sharedHostRows(): Row[] {
  const services = ['orders:111122223333', 'a1:444455556666:us-east-1'];
  const across = {
    name,
    pattern: 'microservices',
    services,
    domain: 'shop.example.com',
    domainStyle: 'path',
  };
  const edge = [
    { ...across, edgeAccount: '555566667777' },
    { ...across, edgeAccount: '555566667777', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
  ];
  return product(edge, { api: shapes.api!, ci: settings.ci! });
}

/** Every choice of a list, nothing included. */
function subsets(values: string[]): string[][] {
  return values.reduce<string[][]>((all, value) => all.concat(all.map((chosen) => [...chosen, value])), [[]]);
}

/** Settings that go with each shape; every pair of values comes up, and with MATRIX=full every combination. */
const settingsPerShape = 2;
const name = 'Corner "Shop" & Söhne';

/**
 * Legal rows: the full product of the shapes, each with some combinations of the settings in turn, and the defaults of
 * each pattern.
 */
export function legalRows(): Row[] {
  const all = product([{ name }], shapes);
  const combinations = product([{}], settings);
  const inFull = process.env.MATRIX === 'full';
  const rows = all.flatMap((shape, index) =>
    (inFull ? combinations : settingsInTurn(combinations, index)).map((setting, turn) => ({
      ...withTurns(shape, index + turn),
      ...setting,
    })),
  );
  return [
    ...shapes.pattern!.map((pattern) => ({ name, pattern })),
    ...edgeRows(),
    ...sharedHostRows(),
    ...sharedKeysRows(),
    ...rows,
  ];
}

/** The shape with one legal value of each axis that takes turns. */
function withTurns(shape: Row, turn: number): Row {
  const rows = product([shape], turns);
  return rows[turn % rows.length]!;
}

/** Rows that one wrong value keeps from being legal. */
export function illegalRows(): Row[] {
  const accounts = ['', '555566667777'];
  const axes = { ...shapes, ...turns, edgeAccount: accounts, authAccount: accounts };
  const nearly = [...product([{ name }], shapes), ...sharedHostRows(), ...sharedKeysRows()].flatMap((row) =>
    Object.entries(axes).flatMap(([axis, values]) => values.map((value) => ({ ...row, [axis]: value }))),
  );
  const different = new Map(nearly.filter((row) => !isLegal(row)).map((row) => [JSON.stringify(row), row]));
  return [...different.values()];
}

/** Adds the axes one after the other; an axis without a legal value stays unanswered. */
function product(start: Row[], axes: Record<string, readonly unknown[]>): Row[] {
  return Object.entries(axes).reduce(
    (rows, [axis, values]) =>
      rows.flatMap((row) => {
        const legal = values.map((value) => ({ ...row, [axis]: value })).filter(isLegal);
        return legal.length > 0 ? legal : [row];
      }),
    start,
  );
}

/** Some of the combinations; multiples of the golden ratio spread evenly, whichever shapes are looked at. */
function settingsInTurn(combinations: Row[], index: number): Row[] {
  return Array.from({ length: settingsPerShape }, (_, turn) => {
    const place = ((index * settingsPerShape + turn) * 0.618_033_988_75) % 1;
    return combinations[Math.floor(place * combinations.length)]!;
  });
}

/** What the generator says of a row. */
export function resolveRow(row: Row): Resolved {
  return resolve(row);
}

/** The answers of a row that is known to be legal. */
export function answersOf(row: Row): Answers {
  const resolved = resolveRow(row);
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  return resolved.answers;
}
