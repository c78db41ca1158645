import { partition } from '../../assembly/shape.ts';
import type { AwsRequest, Cloud, Properties } from '../../contract.ts';
import type { EventMatcher } from '../../event-pattern.ts';
import type { Clock } from '../clock.ts';
import { accountOf } from '../protocol/account.ts';
import { noSuchBus, noSuchRule } from './errors.ts';
import type { StoredWaiting, Waiting } from './waiting.ts';

/** What PutTargets and templates say of a target. */
export type Target = Properties & { Id: string; Arn: string };

export interface Bus {
  arn: string;
  name: string;
  account: string;
  region: string;
  createdAt: number;
  description?: string;
  fromTemplate: boolean;
}

export interface Rule {
  arn: string;
  name: string;
  busArn: string;
  description?: string;
  roleArn?: string;
  /** JSON text. */
  pattern?: string;
  matches: EventMatcher;
  schedule?: string;
  state: string;
  targets: Map<string, Target>;
  fromTemplate: boolean;
  /** How many events the rule has matched. */
  matched: number;
}

/** An event as targets get it (EventBridge user guide, "Event structure"). */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export interface Room {
  cloud: Cloud;
  clock: Clock;
  /** By ARN. */
  buses: Map<string, Bus>;
  /** By ARN. */
  rules: Map<string, Rule>;
  /** Deliveries that wait for a further attempt, with what ends the wait. */
  waits: Map<Waiting, () => void>;
  /** Those that waited at the end of an earlier run, until all that they may need is there. */
  stored: StoredWaiting[];
  /** What `--persist` keeps has changed. */
  changed(): void;
  /** Latest events for the console page, newest last. */
  recent: { at: number; bus: string; rules: string[]; event: BusEvent }[];
}

/** The place that names in a request refer to. */
export interface Place {
  account: string;
  region: string;
}

export const placeOf = ({ cloud }: Room, request: AwsRequest): Place => ({
  account: accountOf(cloud, request),
  region: request.region,
});

/** The ARN of a bus that is given by name or ARN; none is the default bus. */
export function busArn(nameOrArn: unknown, { account, region }: Place): string {
  const text = String(nameOrArn ?? 'default');
  return text.startsWith('arn:')
    ? text
    : `arn:${partition(region)}:events:${region}:${account}:event-bus/${text}`;
}

export const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** A bus; every account has a default bus in every region. */
export function findBus({ buses, clock }: Room, nameOrArn: unknown, place: Place): Bus | undefined {
  const arn = busArn(nameOrArn, place);
  const known = buses.get(arn);
  if (known || nameOf(arn) !== 'default') return known;
  const bus: Bus = { arn, name: 'default', ...placeIn(arn), createdAt: clock.now(), fromTemplate: true };
  buses.set(arn, bus);
  return bus;
}

export function placeIn(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}

export function busAt(room: Room, nameOrArn: unknown, place: Place): Bus {
  const bus = findBus(room, nameOrArn, place);
  if (!bus) throw noSuchBus(nameOf(String(nameOrArn)));
  return bus;
}

/** On a bus of its own, a rule's ARN names the bus too. */
export function ruleArn({ name, account, region }: Bus, rule: string): string {
  return `arn:${partition(region)}:events:${region}:${account}:rule/${name === 'default' ? '' : `${name}/`}${rule}`;
}

export function ruleAt({ rules }: Room, bus: Bus, name: unknown): Rule {
  const rule = rules.get(ruleArn(bus, String(name)));
  if (!rule) throw noSuchRule(String(name), bus.name);
  return rule;
}

export const rulesOf = ({ rules }: Room, { arn }: Bus): Rule[] =>
  [...rules.values()].filter((rule) => rule.busArn === arn);
