import { nameOf, type Room } from './store.ts';

const shownEvents = 30;

/** The panel of the console page: rules with their targets, and the latest events, newest first. */
export function snapshotOf({ buses, rules, recent }: Room) {
  return {
    eventBuses: [...buses.values()].map(({ name, arn }) => ({ name, arn })),
    eventRules: [...rules.values()].map((rule) => ({
      name: rule.name,
      bus: nameOf(rule.busArn),
      state: rule.state,
      pattern: rule.pattern,
      schedule: rule.schedule,
      targets: [...rule.targets.values()].map(({ Arn }) => Arn),
      matched: rule.matched,
    })),
    events: recent.slice(-shownEvents).toReversed(),
  };
}
