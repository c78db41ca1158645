/** EventBridge: buses, rules and their targets, of the templates and made by calls. */
import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi } from '../protocol/json.ts';
import { busOperations } from './bus-operations.ts';
import { deployRules } from './deploy.ts';
import { keepRules } from './persist.ts';
import { putEventsOperations } from './put-events.ts';
import { ruleOperations } from './rule-operations.ts';
import { createScheduler } from './scheduler.ts';
import { snapshotOf } from './snapshot.ts';
import { dropRetries, type Room } from './store.ts';
import { supports } from './supports.ts';
import { targetOperations } from './target-operations.ts';

/** The room over a clock of one's own. */
export const createEvents = (clock: Clock): Service => ({
  name: 'events',
  supports,
  start: (cloud) => startEvents(cloud, clock),
});

export const events: Service = createEvents(systemClock);

async function startEvents(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const room: Room = { cloud, clock, buses: new Map(), rules: new Map(), retries: new Set(), recent: [] };
  const kept = keepRules(room);
  await kept.load();
  const scheduler = createScheduler(room);
  const answer = jsonApi('1.1', {
    ...putEventsOperations(room),
    ...busOperations(room),
    ...ruleOperations(room, scheduler.refresh),
    ...targetOperations(room),
  });
  const serve = async (request: AwsRequest) => {
    try {
      return await answer(request);
    } finally {
      if (!/^(PutEvents|Describe|List|Test)/.test(request.action)) kept.changed();
    }
  };
  const deploy = async () => {
    deployRules(room);
    scheduler.refresh();
  };
  return {
    deploy,
    aws: { events: serve },
    reset: async () => {
      dropRetries(room);
      room.buses.clear();
      room.rules.clear();
      room.recent.length = 0;
      await deploy();
      kept.changed();
    },
    snapshot: async () => snapshotOf(room),
    close: async () => {
      dropRetries(room);
      scheduler.close();
      await kept.close();
    },
  };
}
