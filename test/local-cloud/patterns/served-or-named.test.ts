import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patterns } from '../../../src/generate/patterns.ts';
import { packageRoot } from '../../../src/generate/templates-root.ts';
import type { Cloud, Service, Support } from '../../../src/local-cloud/contract.ts';
import { callJson } from '../../../src/local-cloud/gateway/aws/call.ts';
import { inert } from '../../../src/local-cloud/inert.ts';
import { neededRooms } from '../../../src/local-cloud/needed-rooms.ts';
import { rooms } from '../../../src/local-cloud/services.ts';
import { isOfCdk, unserved } from '../../../src/local-cloud/unserved.ts';
import { isLabel } from '../../../src/local-cloud/without-effect.ts';
import { startHarness } from '../harness.ts';
import { synthesised, variants } from './projects.ts';
import { readLater } from './read-later.ts';
import { shownOnly } from './shown-only.ts';
import { visits } from './visits.ts';
import { watchModel } from './watched-model.ts';

const all = variants();
/** A token of the right form, so that authorizers look at all of it. */
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'RS256', kid: 'k' })}.${part({ iss: 'https://x', token_use: 'id' })}.${part({})}`;
const headers = {
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'k',
};
const body = '{}';

it('each pattern that is ready has projects here', () => {
  const ready = patterns.filter((pattern) => pattern.ready).map(({ slug }) => slug);
  expect([...new Set(all.map(({ answers }) => answers.pattern))].sort()).toEqual([...ready].sort());
});

it.each(
  Object.entries(readLater).flatMap(([type, paths]) =>
    Object.entries(paths).map(([path, file]) => [type, path, file] as const),
  ),
)('%s %s is read in %s', (_, path, file) => {
  const source = readFileSync(join(packageRoot(), 'src/local-cloud', file), 'utf8');
  expect(source).toMatch(new RegExp(`\\b${path.split('.').at(-1)}\\b`));
});

it('nothing that is read later is called inert, and what is shown only is', async () => {
  const services = await Promise.all(rooms.map((room) => room.load()));
  const later = new Map(
    Object.entries(readLater).map(([type, paths]) => [type, new Set(Object.keys(paths))]),
  );
  expect(Object.fromEntries(contradictions(later, services))).toEqual({});
  const inertOf = Object.fromEntries(
    services.flatMap(({ supports }) => Object.entries(supports).map(([type, { inert }]) => [type, inert])),
  );
  for (const [type, names] of Object.entries(shownOnly))
    expect(inertOf[type], type).toEqual(expect.arrayContaining(Object.keys(names)));
});

describe.each(all.map(({ answers, tree }) => [JSON.stringify(answers), tree] as const))('%s', (_, tree) => {
  it('has no resource type and no property that is neither served nor in the tables', async () => {
    const { root, built, dispose } = await synthesised(tree);
    try {
      const services = await neededRooms(built.model);
      // Whatever needs naming is named by a sentence of its own: no type is a surprise.
      expect(unserved(built.model, services).filter((line) => line.includes('is not emulated'))).toEqual([]);
      const own = {
        ...built.model,
        resources: built.model.resources.filter(({ metadata }) => !isOfCdk(metadata['aws:asset:path'])),
      };
      const watched = watchModel(own);
      const cloud = await startHarness({ services, model: watched.model, root });
      try {
        // Some is read when the first request comes.
        await Promise.all(
          visits(built.model).map(([url, method]) => cloud.ask(url, { method, headers, body })),
        );
        for (const { arn, region } of built.model.byType('AWS::StepFunctions::StateMachine'))
          await start(cloud.cloud, arn, region);
        // Roles are trusted by what uses them, and policies hold nothing that no call can be judged by.
        expect(cloud.log.events().filter(({ source, detail }) => source === 'iam' && !detail)).toEqual([]);
        expect(Object.fromEntries(surprises(watched.unread(), services))).toEqual({});
        expect(Object.fromEntries(contradictions(watched.read(), services))).toEqual({});
      } finally {
        await cloud.close();
      }
    } finally {
      dispose();
    }
  });
});

/** A route may want a whole order before it starts an execution. */
const start = (cloud: Cloud, stateMachineArn: string, region: string) =>
  callJson(
    cloud,
    { service: 'states', region, caller: {}, traceId: '' },
    'StartExecution',
    JSON.stringify({ stateMachineArn, input: '{}' }),
  );

/** Unread properties that no table names. */
function surprises(unread: Map<string, Set<string>>, services: readonly Service[]): [string, string[]][] {
  const supports = Object.fromEntries(services.flatMap((service) => Object.entries(service.supports)));
  return [...unread].flatMap(([type, paths]): [string, string[]][] => {
    const support = supports[type];
    if (!support) return type in inert ? [] : [[type, [...paths]]];
    const named = [
      ...(support.inert ?? []),
      ...Object.keys(support.simpler ?? {}),
      ...Object.keys(support.ignored ?? {}),
      ...Object.keys(readLater[type] ?? {}),
    ];
    const isNamed = (path: string) => named.some((name) => isBelow(path, name));
    const left = [...paths].filter((path) => !isNamed(path));
    return left.length > 0 ? [[type, left]] : [];
  });
}

/** Properties that a room reads, and that are called inert all the same. */
function contradictions(read: Map<string, Set<string>>, services: readonly Service[]): [string, string[]][] {
  const supports = Object.fromEntries(services.flatMap((service) => Object.entries(service.supports)));
  return [...read].flatMap(([type, paths]): [string, string[]][] => {
    const both = toldInert(supports[type]).filter(
      (name) => !shownOnly[type]?.[name] && [...paths].some((path) => isBelow(path, name)),
    );
    return both.length > 0 ? [[type, both]] : [];
  });
}

/** What the start calls without effect; of labels it says nothing. */
const toldInert = (support: Support | undefined) => (support?.inert ?? []).filter((name) => !isLabel(name));

const isBelow = (path: string, name: string) => path === name || path.startsWith(`${name}.`);
