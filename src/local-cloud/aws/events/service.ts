/** EventBridge: buses, rules and their targets, of the templates and made by calls. */
import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi } from '../protocol/json.ts';
import { busOperations } from './bus-operations.ts';
import { deployRules } from './deploy.ts';
import { tryAgain } from './dispatch.ts';
import { keepEvents } from './persist.ts';
import { putEventsOperations } from './put-events.ts';
import { ruleOperations } from './rule-operations.ts';
import { createScheduler } from './scheduler.ts';
import { snapshotOf } from './snapshot.ts';
import type { Room } from './store.ts';
import { supports } from './supports.ts';
import { targetOperations } from './target-operations.ts';
import { dropWaits, resumeWaits, stopWaits } from './waiting.ts';

/** The room over a clock of one's own. */
export const createEvents = (clock: Clock): Service => ({
  name: 'events',
  supports,
  start: (cloud) => startEvents(cloud, clock),
});

export const events: Service = createEvents(systemClock);

async function startEvents(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const room: Room = {
    cloud,
    clock,
    buses: new Map(),
    rules: new Map(),
    waits: new Map(),
    stored: [],
    changed: () => kept.changed(),
    recent: [],
  };
  const kept = keepEvents(room);
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
    resume: () => resumeWaits(room, (waiting) => tryAgain(room, waiting)),
    aws: { events: serve },
    reset: async () => {
      dropWaits(room);
      room.buses.clear();
      room.rules.clear();
      room.recent.length = 0;
      await deploy();
      kept.changed();
    },
    snapshot: async () => snapshotOf(room),
    close: async () => {
      stopWaits(room);
      scheduler.close();
      await kept.close();
    },
  };
}
