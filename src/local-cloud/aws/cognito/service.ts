/** Cognito user pools: sign-up, sign-in, tokens and groups over the API, and the hosted login of their domains. */
import { randomBytes } from 'node:crypto';
import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi, type Operations } from '../protocol/json.ts';
import { flowOperations } from './auth/flows.ts';
import { mfaOperations } from './auth/mfa.ts';
import { respondOperations } from './auth/respond.ts';
import { deployPools, type Retired } from './deploy/deploy.ts';
import { makeSdkCalls } from './deploy/sdk-calls.ts';
import { seedUsers } from './deploy/seed.ts';
import { discover } from './discovery.ts';
import { createLogin } from './login/site.ts';
import { openStore } from './persist.ts';
import { clientOperations } from './pools/clients.ts';
import { groupOperations } from './pools/groups.ts';
import { poolOperations } from './pools/pools.ts';
import { resourceServerOperations } from './pools/resource-servers.ts';
import { snapshotOf } from './snapshot.ts';
import { supports } from './supports.ts';
import { refreshOperations } from './tokens/refresh.ts';
import type { Room } from './types.ts';
import { adminOperations } from './users/admin.ts';
import { recoveryOperations } from './users/recover.ts';
import { selfOperations } from './users/self.ts';
import { signUpOperations } from './users/sign-up.ts';

/** The room over a clock of one's own. */
export const createCognito = (clock: Clock): Service => ({
  name: 'cognito',
  supports,
  start: (cloud) => startCognito(cloud, clock),
});

export const cognito: Service = createCognito(systemClock);

async function startCognito(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const room = newRoom(cloud, clock);
  const retired: Retired = { pools: new Map(), clients: new Map() };
  const store = openStore(cloud.dataDir);
  await store.load(room);
  const operations: Operations = {
    ...poolOperations(room),
    ...clientOperations(room),
    ...groupOperations(room),
    ...resourceServerOperations(room),
    ...signUpOperations(room),
    ...recoveryOperations(room),
    ...selfOperations(room),
    ...adminOperations(room),
    ...mfaOperations(room),
    ...flowOperations(room),
    ...respondOperations(room),
    ...refreshOperations(room),
  };
  const answerJson = jsonApi('1.1', operations);
  const login = createLogin(room, () => store.save(room));
  const serve = async (request: AwsRequest) => {
    try {
      if (request.method === 'GET' && request.action === '') return await discover(room, request);
      return await answerJson(request);
    } finally {
      if (!/^(Describe|Get(?!Tokens)|List)/.test(request.action)) store.save(room);
    }
  };
  const deploy = async () => {
    deployPools(room, retired);
    await makeSdkCalls(room, operations);
    seedUsers(room);
    store.save(room);
  };
  return {
    deploy: async () => {
      await deploy();
      if (cloud.flags?.warm === false) return;
      // Making keys takes a moment, which the first sign-in need not wait for.
      for (const { keys } of room.pools.values()) void keys.get().then(() => store.save(room));
    },
    sites: () => room.domains.map(login),
    aws: { 'cognito-idp': serve },
    reset: async () => {
      await store.clear();
      // Keys stay: whoever verifies tokens has them already.
      const keys = new Map([...room.pools].map(([id, pool]) => [id, pool.keys]));
      retired.pools.clear();
      retired.clients.clear();
      for (const part of [room.pools, room.clients, room.sessions, room.refreshTokens, room.challenges]) {
        part.clear();
      }
      room.outbox.length = 0;
      await deploy();
      for (const pool of room.pools.values()) pool.keys = keys.get(pool.id) ?? pool.keys;
    },
    snapshot: async () => snapshotOf(room),
    close: () => store.close(),
  };
}

const newRoom = (cloud: Cloud, clock: Clock): Room => ({
  cloud,
  clock,
  pools: new Map(),
  clients: new Map(),
  domains: [],
  branded: new Set(),
  sessions: new Map(),
  refreshTokens: new Map(),
  challenges: new Map(),
  outbox: [],
  secret: randomBytes(32),
});
