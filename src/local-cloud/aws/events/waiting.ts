import type { Room } from './store.ts';
import type { Delivery } from './targets.ts';

/** A delivery that failed and is tried again. Times are milliseconds since the epoch. */
export interface Waiting {
  delivery: Delivery;
  /** Attempts after the first that were made. */
  retries: number;
  /** When the event came. */
  since: number;
  /** Time of the next attempt. */
  dueAt: number;
}

/** As it is on disk: the rule by its ARN, since rules of the templates come from them. */
export type StoredWaiting = Omit<Waiting, 'delivery'> & {
  delivery: Omit<Delivery, 'rule'> & { rule: string };
};

/** Tries again when it is time. Until that attempt has ended `--persist` keeps the delivery: a crash loses none. */
export function tryLater(room: Room, waiting: Waiting, again: (waiting: Waiting) => Promise<void>): void {
  const { clock, waits } = room;
  const cancel = clock.after(Math.max(0, waiting.dueAt - clock.now()), () => {
    void again(waiting).finally(() => {
      // After a reset nothing of it is left.
      if (waits.delete(waiting)) room.changed();
    });
  });
  waits.set(waiting, cancel);
  room.changed();
}

/** What `--persist` keeps of the deliveries that wait, those of an earlier run that have not gone on yet included. */
export const storedWaits = ({ waits, stored }: Room): StoredWaiting[] => [
  ...stored,
  ...[...waits.keys()].map(({ delivery, ...times }) => ({
    ...times,
    delivery: { ...delivery, rule: delivery.rule.arn },
  })),
];

/** Goes on with the deliveries that waited at the end of an earlier run. Where the rule is gone there is nobody to deliver for. */
export function resumeWaits(room: Room, again: (waiting: Waiting) => Promise<void>): void {
  for (const { delivery, ...times } of room.stored.splice(0)) {
    const rule = room.rules.get(delivery.rule);
    if (rule) tryLater(room, { ...times, delivery: { ...delivery, rule } }, again);
    else
      room.cloud.trace({
        traceId: delivery.traceId ?? '',
        kind: 'notice',
        source: 'events',
        text: `An event that waited for ${delivery.target.Arn} is dropped: its rule ${delivery.rule} is gone.`,
        detail: delivery.event,
      });
  }
}

/** Makes no further attempt to deliver what was put until now. What is on disk stays there. */
export function stopWaits({ waits }: Room): void {
  for (const cancel of waits.values()) cancel();
}

/** The same, and forgets it. */
export function dropWaits(room: Room): void {
  stopWaits(room);
  room.waits.clear();
  room.stored.length = 0;
  room.changed();
}
