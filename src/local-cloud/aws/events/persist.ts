import { type Kept, keep } from '../../keep.ts';
import { compile } from './rule.ts';
import type { Bus, Room, Rule } from './store.ts';
import { type StoredWaiting, storedWaits } from './waiting.ts';

type StoredRule = Omit<Rule, 'matches'>;

/**
 * What `--persist` keeps of EventBridge: buses, rules and targets that calls made, as those of the templates come from them,
 * and deliveries that wait for a further attempt.
 */
export function keepEvents(room: Room): Kept {
  const { cloud, buses, rules } = room;
  return keep<{ buses: Bus[]; rules: StoredRule[]; waits?: StoredWaiting[] }>(cloud, {
    room: 'events',
    holds: 'the rules that calls made, and the events that wait for a target',
    read: () => ({
      buses: [...buses.values()].filter(({ fromTemplate }) => !fromTemplate),
      rules: [...rules.values()]
        .filter(({ fromTemplate }) => !fromTemplate)
        .map(({ matches, ...rule }) => rule),
      waits: storedWaits(room),
    }),
    restore: (kept) => {
      for (const bus of kept.buses) buses.set(bus.arn, bus);
      for (const rule of kept.rules) {
        const matches = rule.pattern === undefined ? () => false : compile(rule.pattern);
        rules.set(rule.arn, { ...rule, matches });
      }
      room.stored.push(...(kept.waits ?? []));
    },
  });
}
