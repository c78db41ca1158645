import { errorResponse } from './aws/endpoint-errors.ts';
import { callerIdentity } from './aws/endpoint-sts.ts';
import { describeCall } from './aws/endpoint-trace.ts';
import { AwsError } from './aws-error.ts';
import type {
  AwsRequest,
  AwsResponse,
  Cloud,
  CloudFlags,
  DevSite,
  HttpRequest,
  HttpResponse,
  Model,
  RunningService,
  Service,
  Site,
} from './contract.ts';
import { isDeveloper } from './principal.ts';
import { siteByLabel } from './site-directory.ts';
import { siteIndex } from './site-index.ts';
import { createTraceLog, type TraceLog } from './trace.ts';

export interface CloudOptions {
  root: string;
  model: Model;
  services: readonly Service[];
  /** Where the endpoint and the sites listen, by `endpoint` and by site key; filled as they begin to. */
  urls: ReadonlyMap<string, string>;
  config?: Record<string, unknown>;
  dataDir?: string;
  flags?: CloudFlags;
  devSite?(): DevSite | undefined;
  /** ARNs of what is out of order; may change at any time. */
  outages?: ReadonlySet<string>;
  earlyModules?: Cloud['earlyModules'];
  /** Loads the room of a service that a client calls although nothing in the templates asks for it, if there is one. */
  roomOfCalls?(service: string): Promise<Service | undefined>;
}

/** The rooms, started and wired to each other. */
export interface RunningCloud {
  cloud: Cloud;
  log: TraceLog;
  rooms: ReadonlyMap<string, RunningService>;
  /** What the rooms said, as they deployed, of templates that behave differently here. */
  deployNotices(): readonly string[];
  /** Sites of the current model, public ones and others. */
  sites(): Site[];
  /** Fits all rooms to another model; `more` are rooms that it needs besides. Data stays. */
  deploy(model: Model, more?: readonly Service[]): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the rooms side by side and deploys them one after the other, in their order.
 * @throws whatever a room throws on start; the rooms that had started are closed first
 */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  let model = options.model;
  const { urls } = options;
  const log = createTraceLog();
  const rooms = new Map<string, RunningService>();
  const sites = siteIndex();

  const cloud: Cloud = {
    root: options.root,
    get model() {
      return model;
    },
    get endpoint() {
      return urls.get('endpoint') ?? '';
    },
    dataDir: options.dataDir,
    config: options.config ?? {},
    flags: options.flags ?? {},
    outages: options.outages,
    earlyModules: options.earlyModules,
    get devSite() {
      return options.devSite?.();
    },
    invoke: async (name, payload, invokeOptions) => {
      const room = first((running) => running.invoke);
      if (!room) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
      return room(name, payload, invokeOptions);
    },
    aws: async (request) => {
      const started = performance.now();
      const { traceId, caller } = request;
      const response = await call(traceId ? { ...request, caller: { ...caller, traceId } } : request);
      log.add(describeCall(request, response, performance.now() - started));
      return response;
    },
    authorize: (caller, action, resourceArn, context) => {
      if (options.flags?.iam === false || isDeveloper(caller)) return;
      first((running) => running.authorize)?.(caller, action, resourceArn, context);
    },
    fetch: (request) => {
      const site = sites.byHost(request.host);
      return site && hop(site, request);
    },
    serviceUrl: (host) => {
      const site = siteByLabel(sites.all(), host);
      const url = site && urls.get(site.key);
      return url && url + (site.basePath ?? '').replace(/\/$/, '');
    },
    localUrl: (hostOrKey) => urls.get(sites.byHost(hostOrKey)?.key ?? hostOrKey),
    siteUrls: () =>
      Object.fromEntries(
        sites.all().flatMap(({ key, hosts }) => {
          const url = urls.get(key);
          return url === undefined ? [] : hosts.map((host) => [host.toLowerCase(), url]);
        }),
      ),
    trace: log.add,
    queueSource: (arn) => first((running) => (running.queues?.owns(arn) ? running.queues : undefined)),
    streamSource: (arn) => first((running) => (running.streams?.owns(arn) ? running.streams : undefined)),
  };

  function first<T>(part: (running: RunningService) => T | undefined): T | undefined {
    for (const running of rooms.values()) {
      const found = part(running);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function hop(site: Site, request: HttpRequest): Promise<HttpResponse> {
    const started = performance.now();
    const response = await site.handle(request);
    log.add({
      traceId: request.traceId,
      kind: 'hop',
      source: site.key,
      text: `${request.method} ${request.path}`,
      status: response.status,
      duration: performance.now() - started,
    });
    return response;
  }

  async function call(request: AwsRequest): Promise<AwsResponse> {
    try {
      const handler = () => first((running) => running.aws?.[request.service]);
      const handle = handler() ?? ((await wake(request.service)) ? handler() : undefined);
      if (handle) return await handle(request);
      if (request.service === 'sts' && request.action === 'GetCallerIdentity') {
        return callerIdentity(request, model.resources[0]?.account ?? '000000000000');
      }
      throw new AwsError('UnknownOperationException', `The local cloud does not emulate ${request.service}.`);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        log.add({
          traceId: request.traceId ?? '',
          kind: 'notice',
          source: request.service,
          text: `${request.action || request.method} failed inside the local cloud: ${error}`,
          detail: error instanceof Error ? error.stack : undefined,
        });
      }
      return errorResponse(request, error);
    }
  }

  const start = async (services: readonly Service[]) => {
    const fresh = services.filter(({ name }) => !rooms.has(name));
    const outcomes = await Promise.allSettled(fresh.map((service) => service.start(cloud)));
    fresh.forEach(({ name }, at) => {
      const outcome = outcomes[at];
      if (outcome?.status === 'fulfilled') rooms.set(name, outcome.value);
    });
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  };
  /** By room: one may answer for several services, which are called at the same time. */
  const waking = new Map<string, Promise<void>>();
  /** Starts the room of a service that a client calls first of all: a test may make a queue that no template has. */
  const wake = async (name: string): Promise<boolean> => {
    const service = await options.roomOfCalls?.(name);
    if (!service) return false;
    const woken = waking.get(service.name) ?? startAlone(service).finally(() => waking.delete(service.name));
    waking.set(service.name, woken);
    await woken;
    return true;
  };
  const startAlone = async (service: Service): Promise<void> => {
    if (rooms.has(service.name)) return;
    await start([service]);
    const running = rooms.get(service.name);
    await running?.deploy();
    running?.resume?.();
  };
  let deployNotices: readonly string[] = [];
  const deployAll = async () => {
    const said = new Set<string>();
    const stop = log.subscribe(
      ({ kind, traceId, text }) => kind === 'notice' && traceId === '' && said.add(text),
    );
    try {
      for (const running of rooms.values()) await running.deploy();
      for (const running of rooms.values()) running.resume?.();
    } finally {
      stop();
    }
    deployNotices = [...said];
    sites.set([...rooms.values()].flatMap((running) => running.sites?.() ?? []));
  };
  const close = async () => {
    // Event sources stop before what they read from.
    for (const running of [...rooms.values()].reverse()) await running.close();
    rooms.clear();
  };

  try {
    await start(options.services);
    await deployAll();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    cloud,
    log,
    rooms,
    deployNotices: () => deployNotices,
    sites: sites.all,
    deploy: async (next, more = []) => {
      model = next;
      await start(more);
      await deployAll();
    },
    reset: async () => {
      for (const running of rooms.values()) await running.reset?.();
    },
    close,
  };
}
