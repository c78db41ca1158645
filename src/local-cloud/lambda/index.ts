/** The Lambda room: functions, their environments, asynchronous invocation, event source mappings and the API. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud, InvokeOptions, RunningService, Service } from '../contract.ts';
import { createApi } from './api.ts';
import { createAsyncInvoker } from './async-invoke.ts';
import { destinationNotices } from './destination-notices.ts';
import { createEventSources } from './event-sources/index.ts';
import { type Functions, readFunctions, type Target } from './functions.ts';
import { createInvoker, type Invocation } from './invoker.ts';
import { checkPayload } from './payload-limits.ts';
import { runtimeSource } from './runtime-source.ts';
import { lambdaSettings } from './settings.ts';
import { supports } from './supports.ts';
import { useUtc } from './time-zone.ts';

export const lambda: Service = { name: 'lambda', supports, start };

async function start(cloud: Cloud): Promise<RunningService> {
  const settings = lambdaSettings(cloud);
  const inlineDir = mkdtempSync(join(tmpdir(), 'local-lambda-'));
  const restoreTimeZone = useUtc();
  const invoker = createInvoker(cloud, await runtimeSource(), settings);
  const asynchronous = createAsyncInvoker(cloud, (arn) => functions.find(arn), invoker, settings);
  const sources = createEventSources(cloud, () => functions, invoker, settings);
  const first = readFunctions(cloud.model, cloud.root, inlineDir);
  let functions: Functions = { list: [], find: first.find };
  invoker.expect(first);

  /** Every invocation but those of event sources, which act with the function's own rights. */
  async function invoke(target: Target, payload: string, options: InvokeOptions): Promise<Invocation> {
    // CloudFront runs replicas of edge functions under their own role, so that no resource policy names it.
    if (options.caller.service !== 'edgelambda.amazonaws.com') {
      cloud.authorize(options.caller, 'lambda:InvokeFunction', target.invokedArn);
    }
    checkPayload(payload, options.type ?? 'request');
    if (options.type !== 'event') return invoker.run(target, payload, options);
    const { traceId, clientContext } = options;
    const requestId = asynchronous.accept({ target, payload, traceId, clientContext });
    return { requestId, payload: '', duration: 0, version: target.version, log: [] };
  }

  return {
    deploy: async () => {
      functions = readFunctions(cloud.model, cloud.root, inlineDir);
      invoker.deploy(functions);
      for (const text of destinationNotices(cloud.model)) {
        cloud.trace({ traceId: '', kind: 'notice', source: 'lambda', text });
      }
      await asynchronous.resume();
      await sources.deploy();
    },
    invoke: async (name, payload, options) => invoke(functions.find(name), payload, options),
    aws: { lambda: createApi({ cloud, functions: () => functions, invoke }) },
    codeChanged: async (folders) => invoker.codeChanged(folders),
    reset: async () => {
      asynchronous.clear();
      await sources.restart();
    },
    snapshot: async () => ({
      functions: functions.list.map(({ name, runtime, memoryMb, timeoutMs, codeDir }) => ({
        name,
        runtime,
        memoryMb,
        timeoutMs,
        codeDir,
        environments: invoker.sizes()[name] ?? 0,
      })),
      eventSources: sources.list(),
    }),
    close: async () => {
      asynchronous.stop();
      await sources.close();
      await invoker.close();
      await asynchronous.close();
      restoreTimeZone();
      await rm(inlineDir, { recursive: true, force: true });
    },
  };
}
