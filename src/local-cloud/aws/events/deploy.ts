import type { Properties, Resource } from '../../contract.ts';
import { newRule } from './rule.ts';
import { busAt, findBus, placeIn, type Room, type Target } from './store.ts';
import { unservedTarget } from './targets.ts';

/** Fits buses and rules to the model; what calls made stays. A rule that cannot be read is named and left out. */
export function deployRules(room: Room): void {
  const { cloud, buses, rules } = room;
  const matched = new Map([...rules].map(([arn, rule]) => [arn, rule.matched]));
  for (const [arn, { fromTemplate, name }] of buses)
    if (fromTemplate && name !== 'default') buses.delete(arn);
  for (const [arn, { fromTemplate }] of rules) if (fromTemplate) rules.delete(arn);
  for (const resource of cloud.model.byType('AWS::Events::EventBus')) addBus(room, resource);
  for (const resource of cloud.model.byType('AWS::Events::Rule')) {
    try {
      addRule(room, resource, matched);
    } catch (error) {
      const text = `${resource.path} is left out: ${(error as Error).message}`;
      cloud.trace({ traceId: '', kind: 'notice', source: 'events', text });
    }
  }
}

function addBus({ buses, clock }: Room, { arn, account, region, properties }: Resource): void {
  const name = arn.split('event-bus/')[1] ?? arn;
  const description = properties.Description;
  buses.set(arn, { arn, name, account, region, description, createdAt: clock.now(), fromTemplate: true });
}

function addRule(room: Room, { arn, path, properties }: Resource, matched: Map<string, number>): void {
  const place = placeIn(arn);
  findBus(room, 'default', place);
  const bus = busAt(room, properties.EventBusName, place);
  const name = arn.split('/').at(-1)!;
  const targets: [string, Target][] = (properties.Targets ?? []).map((target: Properties) => [
    String(target.Id),
    target as Target,
  ]);
  for (const [, target] of targets) {
    const text = unservedTarget(path, target);
    if (text) room.cloud.trace({ traceId: '', kind: 'notice', source: 'events', text });
  }
  room.rules.set(arn, {
    ...newRule(bus, name, properties),
    arn,
    targets: new Map(targets),
    fromTemplate: true,
    matched: matched.get(arn) ?? 0,
  });
}
