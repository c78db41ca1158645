import { type Kept, keep } from '../../keep.ts';
import { compile } from './rule.ts';
import type { Bus, Room, Rule } from './store.ts';

type StoredRule = Omit<Rule, 'matches'>;

/** What `--persist` keeps of EventBridge: buses, rules and targets that calls made. Those of the templates come from them. */
export function keepRules({ cloud, buses, rules }: Room): Kept {
  return keep<{ buses: Bus[]; rules: StoredRule[] }>(cloud, {
    room: 'events',
    holds: 'the rules that calls made',
    read: () => ({
      buses: [...buses.values()].filter(({ fromTemplate }) => !fromTemplate),
      rules: [...rules.values()]
        .filter(({ fromTemplate }) => !fromTemplate)
        .map(({ matches, ...rule }) => rule),
    }),
    restore: (kept) => {
      for (const bus of kept.buses) buses.set(bus.arn, bus);
      for (const rule of kept.rules) {
        const matches = rule.pattern === undefined ? () => false : compile(rule.pattern);
        rules.set(rule.arn, { ...rule, matches });
      }
    },
  });
}
