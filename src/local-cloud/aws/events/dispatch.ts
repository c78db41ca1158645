import { AwsError } from '../../aws-error.ts';
import { callAws, queueUrlOf } from '../protocol/call.ts';
import { type Exhausted, nextRetry, retriesEndMs, retryFactor } from './retries.ts';
import { isEnabled } from './rule.ts';
import { type BusEvent, nameOf, type Room, type Rule, rulesOf } from './store.ts';
import { type Delivery, deliver } from './targets.ts';
import { inputOf } from './transform.ts';
import { tryLater, type Waiting } from './waiting.ts';

/** Events shown on the console page. */
const keptEvents = 100;

/** Gives an event to the targets of all rules of a bus that match it. Returns at once; deliveries go on by themselves. */
export function dispatch(room: Room, busArn: string, event: BusEvent, hops: number, traceId?: string): void {
  const bus = room.buses.get(busArn);
  if (!bus) {
    notice(room, `No event bus ${busArn}: an event from ${event.source} is lost, as on AWS.`, event, traceId);
    return;
  }
  const rules = rulesOf(room, bus).filter((rule) => isEnabled(rule) && rule.matches(event));
  room.recent.push({ at: room.clock.now(), bus: bus.name, rules: rules.map(({ name }) => name), event });
  if (room.recent.length > keptEvents) room.recent.shift();
  for (const rule of rules) runTargets(room, rule, event, hops, traceId);
}

export function runTargets(room: Room, rule: Rule, event: BusEvent, hops = 0, traceId?: string): void {
  rule.matched++;
  for (const target of rule.targets.values()) {
    const input = inputOf(target, event, rule, room.clock.now());
    if (input === undefined) {
      const text = `${rule.name}: the input template of target ${target.Id} gives no JSON, so that nothing is delivered.`;
      notice(room, text, event, traceId);
      continue;
    }
    void attempt(room, { rule, target, event, input, traceId, hops }, 0, room.clock.now());
  }
}

/** `since` is when the event came, in milliseconds since the epoch. */
async function attempt(room: Room, delivery: Delivery, retries: number, since: number): Promise<void> {
  try {
    await deliver(room, delivery, (busArn, event, hops, traceId) =>
      dispatch(room, busArn, event, hops, traceId),
    );
  } catch (error) {
    const isTransient = !(error instanceof AwsError) || error.status >= 500 || error.status === 429;
    const factor = retryFactor(room.cloud);
    const age = room.clock.now() - since;
    const next = isTransient ? nextRetry(delivery.target, retries, age, factor) : undefined;
    if (typeof next !== 'number') return giveUp(room, delivery, error as Error, retries, next);
    if (retries === 0) sayTriedAgain(room, delivery, error as Error, factor);
    const waiting = { delivery, retries, since, dueAt: room.clock.now() + next };
    tryLater(room, waiting, (due) => tryAgain(room, due));
  }
}

/** Makes the next attempt of a delivery that failed. */
export const tryAgain = (room: Room, { delivery, retries, since }: Waiting): Promise<void> =>
  attempt(room, delivery, retries + 1, since);

function sayTriedAgain(room: Room, { rule, target, event, traceId }: Delivery, error: Error, factor: number) {
  const [here, onAws] = [factor, 1].map((each) => Math.round(retriesEndMs(target, each) / 1000));
  const scale = here === onAws ? '' : `, on AWS for up to ${onAws}`;
  const text = `${rule.name}: ${target.Arn} failed, and is tried again for up to ${here} seconds${scale}: ${error.message}`;
  notice(room, text, event, traceId);
}

/** EventBridge user guide, "Using dead-letter queues to process undelivered events": body and attributes, 2026. */
async function giveUp(
  room: Room,
  delivery: Delivery,
  error: Error,
  retries: number,
  exhausted: Exhausted | undefined,
): Promise<void> {
  const { rule, target, event, traceId } = delivery;
  const text = `${rule.name}: an event did not reach ${target.Arn}: ${error.message}`;
  notice(room, text, event, traceId);
  const queue: unknown = target.DeadLetterConfig?.Arn;
  if (typeof queue !== 'string') return;
  const attributes = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: errorCode(error),
    ERROR_MESSAGE: error.message.slice(0, 1024) || 'none',
    ...(exhausted ? { EXHAUSTED_RETRY_CONDITION: exhausted, RETRY_ATTEMPTS: String(retries) } : {}),
  };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  const caller = { service: 'events.amazonaws.com', sourceArn: rule.arn };
  const input = { QueueUrl: queueUrlOf(queue), MessageBody: JSON.stringify(event), MessageAttributes };
  const region = queue.split(':')[3] ?? '';
  try {
    await callAws(room.cloud, { service: 'sqs', action: 'SendMessage', region, input, caller, traceId });
  } catch (failure) {
    notice(
      room,
      `${rule.name}: nor did it reach ${nameOf(queue)}: ${(failure as Error).message}`,
      event,
      traceId,
    );
  }
}

function errorCode({ name }: Error): string {
  if (/AccessDenied|AuthorizationError/.test(name)) return 'NO_PERMISSIONS';
  if (/NotFound|DoesNotExist/.test(name)) return 'NO_RESOURCE';
  return 'SDK_CLIENT_ERROR';
}

function notice({ cloud }: Room, text: string, detail: unknown, traceId = ''): void {
  cloud.trace({ traceId, kind: 'notice', source: 'events', text, detail });
}
