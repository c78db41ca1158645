import { randomUUID } from 'node:crypto';
import { runTargets } from './dispatch.ts';
import { timeText } from './put-events.ts';
import { isEnabled } from './rule.ts';
import { nextRun } from './schedule.ts';
import { placeIn, type Room, type Rule } from './store.ts';

export interface Scheduler {
  /** Takes up changed rules. */
  refresh(): void;
  close(): void;
}

/** Runs schedules when `events: { schedules: true }` stands in `dev/config.ts`; else nothing. */
export function createScheduler(room: Room): Scheduler {
  const pending = new Map<string, { schedule: string; cancel: () => void }>();

  function refresh(): void {
    const wanted = wantedRules();
    for (const [arn, { schedule, cancel }] of pending) {
      if (wanted.get(arn)?.schedule === schedule) continue;
      cancel();
      pending.delete(arn);
    }
    for (const rule of wanted.values()) if (!pending.has(rule.arn)) plan(rule.arn, rule.schedule!);
  }

  function wantedRules(): Map<string, Rule> {
    if (room.cloud.config.events?.schedules !== true) return new Map();
    const scheduled = [...room.rules].filter(([, rule]) => rule.schedule !== undefined && isEnabled(rule));
    return new Map(scheduled);
  }

  function plan(arn: string, schedule: string): void {
    const now = room.clock.now();
    const next = nextRun(schedule, now);
    if (next === undefined) return;
    const cancel = room.clock.after(next - now, () => {
      pending.delete(arn);
      // A timer of Node ends after 24 days at the latest.
      if (room.clock.now() >= next) run(arn);
      refresh();
    });
    pending.set(arn, { schedule, cancel });
  }

  function run(arn: string): void {
    const rule = room.rules.get(arn);
    if (!rule) return;
    runTargets(room, rule, {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      ...placeIn(arn),
      time: timeText(room.clock.now()),
      resources: [arn],
      detail: {},
    });
  }

  return {
    refresh,
    close: () => {
      for (const { cancel } of pending.values()) cancel();
      pending.clear();
    },
  };
}
