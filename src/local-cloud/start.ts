import { join, resolve } from 'node:path';
import { startEndpoint } from './aws/endpoint.ts';
import { type RunningCloud, startCloud } from './cloud.ts';
import { type ConsoleServer, startConsole } from './console/server.ts';
import type { Cloud, InvokeResult, Service, Site } from './contract.ts';
import { findFunction } from './find-function.ts';
import { openHotSite } from './hot-site.ts';
import type { Listening } from './listen.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { matchSite } from './match-site.ts';
import { neededRooms, roomOfCalls } from './needed-rooms.ts';
import { findBucket } from './outage.ts';
import { alone } from './project/alone.ts';
import { cacheFolder } from './project/cache-folder.ts';
import type { LocalConfig } from './project/config.ts';
import { openProject, type Project } from './project/project.ts';
import { simpler } from './simpler.ts';
import { unserved } from './unserved.ts';
import { withoutEffect } from './without-effect.ts';

/** Options of `startLocal`; the command line has one for each. */
export interface StartOptions {
  /** Folder of the project. Default: the current one. */
  root?: string;
  /** Port of the AWS endpoint; the sites and the console follow. 0 takes any free port each. Default 4500. */
  port?: number;
  /** Milliseconds of a round trip that each request to a site takes. Default 0. */
  rtt?: number;
  /** Keeps data in `.local-cloud/` over a restart. Default false. */
  persist?: boolean;
  /** Evaluates the IAM policies of the templates. Default true. */
  iam?: boolean;
  /** Opens an inspector for each function. Default false. */
  inspect?: boolean;
  /**
   * Serves the site in `web/` from its own dev server, Vite's or Angular's, so that an edit shows without a reload.
   * Default false: the built site, which is what tests ask.
   */
  hot?: boolean;
  /** Over what `dev/config.ts` says. */
  config?: LocalConfig;
}

/** A running local cloud. */
export interface LocalCloud {
  root: string;
  /** `http://127.0.0.1:PORT` of the AWS endpoint. */
  endpoint: string;
  /** URL of the console page. */
  console: string;
  /** Base URL of each public site by its title; without a slash at the end. */
  urls: Record<string, string>;
  /** Public sites in the order of their ports. */
  sites: { key: string; title: string; kind: Site['kind']; url: string }[];
  /** Base URL of the site whose title, key or host name is `name` or holds it. */
  url(name: string): string;
  /** What an AWS SDK in this process needs: endpoint, region, credentials. */
  env: Record<string, string>;
  /** Outputs by stack and name. */
  outputs: Record<string, Record<string, string>>;
  /** Name of the dev server that shows the site, `Vite`; `undefined` when the built site is served. */
  readonly devServer?: string;
  /** What behaves differently here than on AWS. */
  notices: string[];
  /** What in the templates has no effect on a laptop and needs none. */
  withoutEffect: string[];
  /** What is done in a simpler way than on AWS, a sentence each. */
  simpler: string[];
  cloud: Cloud;
  /** Invokes a function by name, ARN, logical id or the end of its construct path; gives its result. */
  invoke(functionName: string, event?: unknown): Promise<unknown>;
  /** Puts a bucket, by name or logical id, out of order: it answers 503 to everybody until what is returned is called. */
  outage(bucketName: string): () => void;
  /** Drops all data: tables, queues and the like are as after a first deploy. */
  reset(): Promise<void>;
  /** Builds and synthesises anew, and fits all to the outcome; data stays. Gives what happened, in one line. */
  reload(): Promise<string>;
  /**
   * Rebuilds functions that the files concern, all without them. Gives the folders of the changed bundles. With `isDone` the
   * bundles are made at once, and used only if it says that the files were written by then.
   */
  rebuild(changedFiles?: ReadonlySet<string>, isDone?: () => Promise<boolean>): Promise<string[]>;
  /** Files whose change asks for a `rebuild` or a `reload`. */
  inputs: Project['inputs'];
  isSiteSource: Project['isSiteSource'];
  trace: RunningCloud['log'];
  close(): Promise<void>;
}

/** What the first call of a function takes at most, as a rule: the dev server of the site leaves it the processors. */
const firstAnswerMs = 500;

/**
 * Starts the local cloud of a project: build and synth side by side, then the rooms that the templates need, then ports.
 * @throws ProjectError when the project does not build, does not synthesise or holds templates that cannot be deployed
 */
export async function startLocal(options: StartOptions = {}): Promise<LocalCloud> {
  const root = resolve(options.root ?? process.cwd());
  const project = await openProject(root, options.config);
  const { config } = project;
  const ports = portsOf(options.port, config);
  const urls = new Map<string, string>();
  const outages = new Set<string>();
  const setOutage = (arn: string, on: boolean) => void (on ? outages.add(arn) : outages.delete(arn));
  let started: RunningCloud | undefined;
  const open: { close(): Promise<void> }[] = [project];
  try {
    const hot = options.hot
      ? openHotSite(root, {
          tell: (text) => started?.cloud.trace({ traceId: '', kind: 'log', source: 'web', text }),
          onFailure: (text) => {
            project.showsSource = false;
            started?.cloud.trace({ traceId: '', kind: 'notice', source: 'web', text });
            void project
              .build()
              .then((changed) => started && codeChanged(started, changed))
              .catch(() => {});
          },
        })
      : undefined;
    if (hot) open.unshift(hot);
    project.showsSource = hot !== undefined;
    const [built] = await load(project);
    let current = built;
    const region = () => current.model.resources[0]?.region ?? 'us-east-1';
    const endpoint: Listening = await startEndpoint({
      port: ports.endpoint,
      region,
      call: (request) => started!.cloud.aws(request),
    });
    open.unshift(endpoint);
    urls.set('endpoint', endpoint.url);
    let services: Service[] = await neededRooms(current.model);
    const running = await startCloud({
      root,
      model: current.model,
      services,
      urls,
      config,
      dataDir: options.persist ? join(root, '.local-cloud') : undefined,
      devSite: hot?.site,
      outages,
      earlyModules: project.earlyModules,
      roomOfCalls,
      flags: { iam: options.iam ?? true, inspect: options.inspect ?? false },
    });
    started = running;
    open.unshift(running);
    const { cloud, log } = running;
    const listeners: Listeners = createListeners({
      firstPort: ports.sites,
      rtt: options.rtt ?? config.rtt ?? 0,
      hosts: config.hosts ?? [],
      trace: cloud.trace,
      urls,
    });
    open.unshift(listeners);
    await listeners.update(running.sites());
    const notices = () => [
      ...current.notices,
      ...unserved(current.model, services),
      ...running.deployNotices(),
    ];
    const page: ConsoleServer = await startConsole({
      port: ports.console,
      cloud,
      log,
      rooms: running.rooms,
      sites: running.sites,
      differences: () => ({
        notices: notices(),
        simpler: simpler(current.model, services),
        withoutEffect: withoutEffect(current.model, services),
      }),
      setOutage,
    });
    open.unshift(page);
    setTimeout(() => hot?.begin(), firstAnswerMs).unref();

    const publicSites = () =>
      running.sites().flatMap(({ key, title, kind, basePath = '' }) => {
        const url = urls.get(key);
        return url === undefined ? [] : [{ key, title, kind, url: url + basePath.replace(/\/$/, '') }];
      });
    return {
      root,
      endpoint: endpoint.url,
      console: page.url,
      get urls() {
        return Object.fromEntries(publicSites().map(({ title, url }) => [title, url]));
      },
      get sites() {
        return publicSites();
      },
      url: (name) => matchSite(publicSites(), running.sites(), name).url,
      env: environment(endpoint.url, region()),
      get outputs() {
        return cloud.model.outputs;
      },
      get devServer() {
        return hot?.site()?.name;
      },
      get notices() {
        return notices();
      },
      get withoutEffect() {
        return withoutEffect(current.model, services);
      },
      get simpler() {
        return simpler(current.model, services);
      },
      cloud,
      invoke: async (name, event = {}) => {
        const found = findFunction(cloud.model, name);
        return outcome(await cloud.invoke(found.arn, JSON.stringify(event), { caller: {} }), name);
      },
      outage: (name) => {
        const { arn } = findBucket(cloud.model, name);
        setOutage(arn, true);
        return () => setOutage(arn, false);
      },
      reset: async () => {
        await running.reset();
        log.clear();
      },
      reload: async () => {
        const [next, changed] = await load(project);
        services = await neededRooms(next.model);
        current = next;
        await running.deploy(next.model, services);
        await listeners.update(running.sites());
        if (changed.length > 0) await codeChanged(running, changed);
        return `${next.model.resources.length} resources, ${changed.length} functions rebuilt`;
      },
      rebuild: async (changedFiles, isDone) => {
        const changed = await alone(cacheFolder(root), () => project.build(changedFiles, isDone));
        if (changed.length > 0) await codeChanged(running, changed);
        return changed;
      },
      inputs: project.inputs,
      isSiteSource: project.isSiteSource,
      trace: log,
      close: () => closeAll(open),
    };
  } catch (error) {
    await closeAll(open);
    throw error;
  }
}

/** Synth and build side by side; both end before a fault of one is thrown, so that the next try finds nothing half done. */
const load = (project: Project) =>
  alone(cacheFolder(project.root), async () => {
    let bundled = () => {};
    const isBundled = new Promise<void>((done) => {
      bundled = done;
    });
    const synth = project.synth(bundled);
    const build = () => project.build();
    // The synth is what takes long: until the app is bundled it has the processors to itself.
    const work = [synth, Promise.race([isBundled, synth]).then(build, build)] as const;
    await Promise.allSettled(work);
    return Promise.all(work);
  });

async function codeChanged({ rooms }: RunningCloud, folders: string[]): Promise<void> {
  await Promise.all([...rooms.values()].map((room) => room.codeChanged?.(folders)));
}

/** Closes everything, newest first, each even when another fails. */
async function closeAll(open: { close(): Promise<void> }[]): Promise<void> {
  for (const part of open.splice(0)) await part.close().catch(() => {});
}

function portsOf(port: number | undefined, { ports = {} }: LocalConfig) {
  if (port === 0) return { endpoint: 0, sites: 0, console: 0 };
  const endpoint = port ?? ports.endpoint ?? 4500;
  return { endpoint, sites: ports.sites ?? endpoint + 1, console: ports.console ?? endpoint + 50 };
}

/** The developer's keys: an access key that belongs to no role may do everything. */
const environment = (endpoint: string, region: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'developer',
  AWS_SECRET_ACCESS_KEY: 'developer',
});

function outcome({ payload, error }: InvokeResult, name: string): unknown {
  const value = payload === '' ? undefined : JSON.parse(payload);
  if (!error) return value;
  throw Object.assign(new Error(`${name} failed: ${value?.errorMessage ?? payload}`), { cause: value });
}
