import { randomUUID } from 'node:crypto';
import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { dispatch } from './dispatch.ts';
import { constraint, validation } from './errors.ts';
import { type BusEvent, busArn, findBus, type Place, placeOf, type Room } from './store.ts';

/** Entries in one request and their size together (EventBridge API reference, PutEvents, 2026). */
const mostEntries = 10;
const mostBytes = 1_048_576;

export function putEventsOperations(room: Room): Operations {
  return {
    PutEvents: (input, request) => {
      const entries: Properties[] = Array.isArray(input.Entries) ? input.Entries : [];
      if (entries.length === 0) throw constraint('entries', '[]', 'have length greater than or equal to 1');
      if (entries.length > mostEntries) {
        throw constraint('entries', '[...]', `have length less than or equal to ${mostEntries}`);
      }
      if (entries.reduce((sum, entry) => sum + entrySize(entry ?? {}), 0) > mostBytes) {
        throw validation('Total size of the entries in the request is over the limit.');
      }
      const Entries = entries.map((entry) => putEntry(room, entry ?? {}, request));
      const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
      return { FailedEntryCount, Entries };
    },
  };
}

/** EventBridge user guide, "Calculating PutEvents event entry size": a time counts 14 bytes. */
function entrySize({ Time, Source, DetailType, Detail, Resources }: Properties): number {
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(String(text ?? '')), 0);
  return bytes + (Time === undefined ? 0 : 14);
}

function putEntry(room: Room, entry: Properties, request: AwsRequest): Properties {
  const place = placeOf(room, request);
  const arn = busArn(entry.EventBusName, place);
  authorize(room, entry, arn, request);
  const fault = faultOf(entry, request);
  if (fault) return fault;
  findBus(room, arn, place);
  const event = eventOf(entry, place, room.clock.now());
  const traceId = request.traceId;
  // After the answer, as the targets of AWS get it.
  setImmediate(() => dispatch(room, arn, event, 0, traceId));
  return { EventId: event.id };
}

function authorize({ cloud }: Room, entry: Properties, arn: string, { caller }: AwsRequest): void {
  if (isFromService(entry, caller)) return;
  cloud.authorize(caller, 'events:PutEvents', arn, {
    'events:source': String(entry.Source ?? ''),
    'events:detail-type': String(entry.DetailType ?? ''),
  });
}

/** AWS services put their own events on the default bus without a permission. */
const isFromService = ({ Source }: Properties, { service }: AwsRequest['caller']): boolean =>
  service !== undefined && `${Source}.amazonaws.com` === `aws.${service}`;

function faultOf(entry: Properties, { caller }: AwsRequest): Properties | undefined {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (!entry[name]) return invalidArgument(name, `${name} is a required argument.`);
  }
  if (String(entry.Source).startsWith('aws.') && !isFromService(entry, caller)) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' };
  }
  if (!isJsonObject(entry.Detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}

const invalidArgument = (name: string, reason: string): Properties => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}`,
});

function isJsonObject(text: unknown): boolean {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** `Time` is in seconds; targets see whole seconds. */
function eventOf(entry: Properties, { account, region }: Place, now: number): BusEvent {
  const at = entry.Time === undefined ? now : Number(entry.Time) * 1000;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': String(entry.DetailType),
    source: String(entry.Source),
    account,
    time: timeText(Number.isFinite(at) ? at : now),
    region,
    resources: Array.isArray(entry.Resources) ? entry.Resources.map(String) : [],
    detail: JSON.parse(String(entry.Detail)),
  };
}

export const timeText = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
