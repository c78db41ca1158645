/** Event source mappings: one poller for each mapping of the model, kept over a new model while its source stays. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { AwsError } from '../../aws-error.ts';
import type { Cloud, Resource } from '../../contract.ts';
import { deliver } from '../destinations.ts';
import type { Functions } from '../functions.ts';
import type { Invocation, Invoker } from '../invoker.ts';
import type { LambdaSettings } from '../settings.ts';
import { pause } from './bell.ts';
import { checkpointOf, type Mapping, readMapping } from './mapping.ts';
import { createPositions } from './positions.ts';
import { checkMapping } from './refusals.ts';
import { pollQueue } from './sqs.ts';
import { pollStream } from './stream.ts';
import type { BatchParts } from './stream-batch.ts';
import { discardedBatch } from './stream-record.ts';

export interface EventSources {
  /** Starts, changes and ends pollers so that they fit the model. */
  deploy(): Promise<void>;
  /** Begins all anew, positions in streams included. */
  restart(): Promise<void>;
  /** Mappings with how far they have come, for the console page. */
  list(): { source: string; function: string; positions: { shard: string; position: string }[] }[];
  close(): Promise<void>;
}

interface Poller {
  mapping: Mapping;
  stop: AbortController;
}

export function createEventSources(
  cloud: Cloud,
  functions: () => Functions,
  invoker: Invoker,
  settings: LambdaSettings,
): EventSources {
  const pollers = new Map<string, Poller>();
  const positions = createPositions(cloud);
  let loading: Promise<void> | undefined;

  function notice(text: string): void {
    cloud.trace({ traceId: '', kind: 'notice', source: 'lambda', text });
  }

  function read(resource: Resource): Mapping | undefined {
    if (resource.properties.Enabled === false) return undefined;
    try {
      const mapping = readMapping(resource);
      if (!mapping) notice(`${resource.path}: the local cloud polls SQS, Kinesis and DynamoDB streams only.`);
      if (mapping) checkMapping(cloud, mapping, functions().find(mapping.functionName));
      return mapping;
    } catch (error) {
      notice(`${resource.path} is not polled: ${(error as Error).message}`);
      return undefined;
    }
  }

  function begin(mapping: Mapping): void {
    const poller: Poller = { mapping, stop: new AbortController() };
    pollers.set(mapping.id, poller);
    // Each shard and each lane listens for the end.
    setMaxListeners(0, poller.stop.signal);
    const onError = (error: Error) => {
      if (poller.stop.signal.aborted) return;
      stop(mapping.id);
      notice(`${mapping.id} is no longer polled: ${error.message}`);
    };
    poll(poller, onError).catch(onError);
  }

  async function poll(poller: Poller, onError: (error: Error) => void): Promise<void> {
    const { signal } = poller.stop;
    const mapping = () => poller.mapping;
    if (mapping().kind === 'sqs') {
      const source = await found(() => cloud.queueSource(mapping().sourceArn), signal);
      if (!source) return;
      const send = async (records: object[]) => succeeded(await run(mapping(), records));
      await pollQueue({ source, mapping, signal, onError, send });
      return;
    }
    const source = await found(() => cloud.streamSource(mapping().sourceArn), signal);
    if (!source) return;
    const roleArn = () => functions().find(mapping().functionName).fn.roleArn;
    await pollStream({
      source,
      mapping,
      roleArn,
      hasBegun: positions.list(mapping().checkpoint).length > 0,
      position: (shard) => positions.of(mapping().checkpoint, shard),
      track: (shard) => positions.track(mapping().checkpoint, shard),
      signal,
      onError,
      batches: (shard) => batches(mapping, shard),
    });
  }

  /** Rooms of the sources may start after this one. */
  async function found<T>(look: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
    for (let tries = 0; tries < 100 && !signal.aborted; tries++) {
      const source = look();
      if (source) return source;
      await pause(50, signal);
    }
    if (!signal.aborted) throw new Error('no room of the local cloud serves its source.');
    return undefined;
  }

  function batches(mapping: () => Mapping, shard: string): Omit<BatchParts, 'mapping' | 'signal'> {
    return {
      retryMs: settings.streamRetryMs,
      run: (records) =>
        run(
          mapping(),
          records.map(({ record }) => record),
        ),
      discard: async (records, condition, invokes, last) => {
        const { fn, invokedArn } = functions().find(mapping().functionName);
        const reason =
          condition === 'RecordAgeExceeded' ? 'they are too old' : 'the function failed too often';
        notice(`${mapping().id} discards ${records.length} records of ${shard}: ${reason}.`);
        const { onFailure: targetArn } = mapping();
        if (!targetArn) return;
        const { requestId = randomUUID(), version, error: functionError } = last ?? {};
        const attempt = { requestId, functionArn: invokedArn, condition, invokes, version, functionError };
        const body = discardedBatch(mapping(), shard, records, attempt);
        const { roleArn } = fn;
        const folder = `aws/lambda/${mapping().uuid}/${shard}`;
        const event = eventOf(records.map(({ record }) => record));
        const common = { roleArn, sourceArn: fn.arn, outcome: 'Failure', body } as const;
        await deliver(cloud, { ...common, targetArn, folder, more: { payload: event } });
      },
    };
  }

  /** `undefined` when the function was throttled or is gone; the records wait then. */
  async function run(mapping: Mapping, records: object[]): Promise<Invocation | undefined> {
    try {
      const target = functions().find(mapping.functionName);
      return await invoker.run(target, eventOf(records), {});
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      notice(`${mapping.id} waits: ${error.message}`);
      return undefined;
    }
  }

  function stop(id: string): void {
    pollers.get(id)?.stop.abort();
    pollers.delete(id);
  }

  async function deploy(): Promise<void> {
    loading ??= positions.load();
    await loading;
    const resources = cloud.model.byType('AWS::Lambda::EventSourceMapping');
    const mappings = resources.flatMap((each) => read(each) ?? []);
    const wanted = new Map(mappings.map((mapping) => [mapping.id, mapping]));
    for (const [id, poller] of pollers) {
      const next = wanted.get(id);
      const { checkpoint, parallelizationFactor } = poller.mapping;
      if (next?.checkpoint === checkpoint && next.parallelizationFactor === parallelizationFactor)
        poller.mapping = next;
      else stop(id);
    }
    // Of all mappings of the model: one that rests, or that may not read for now, goes on where it was.
    positions.retain(new Set(resources.map(checkpointOf)));
    for (const mapping of mappings) if (!pollers.has(mapping.id)) begin(mapping);
  }

  async function close(): Promise<void> {
    for (const id of [...pollers.keys()]) stop(id);
  }

  return {
    deploy,
    list: () =>
      [...pollers.values()].map(({ mapping }) => ({
        source: mapping.sourceArn,
        function: mapping.functionName,
        positions: positions.list(mapping.checkpoint),
      })),
    close: async () => {
      await close();
      await positions.close();
    },
    restart: async () => {
      await close();
      positions.clear();
      await deploy();
    },
  };
}

const eventOf = (records: object[]): string => JSON.stringify({ Records: records });

function succeeded(answer: Invocation | undefined): string | undefined {
  return answer && !answer.error ? answer.payload : undefined;
}
