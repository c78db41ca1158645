/**
 * A local cloud of a few rooms, for tests: hand-written templates or resources in, the real AWS endpoint and the real
 * wiring out. Nothing is bundled or synthesised.
 */
import { tmpdir } from 'node:os';
import { indexResources } from '../../src/local-cloud/assembly/index-resources.ts';
import { buildModel } from '../../src/local-cloud/assembly/model.ts';
import type { StackInput, Template } from '../../src/local-cloud/assembly/template.ts';
import { startEndpoint } from '../../src/local-cloud/aws/endpoint.ts';
import { type CloudOptions, type RunningCloud, startCloud } from '../../src/local-cloud/cloud.ts';
import type {
  CloudFlags,
  DevSite,
  HttpRequest,
  HttpResponse,
  Model,
  Resource,
  Service,
} from '../../src/local-cloud/contract.ts';
import { newTraceId } from '../../src/local-cloud/trace.ts';

export const account = '123456789012';
export const region = 'eu-west-1';

/** A resource as a template writes it: `{ Type, Properties }`, intrinsics allowed. */
export type Resources = NonNullable<Template['Resources']>;

/** Text for `Fn::Sub`: `<Name>` stands for a dollar sign and the name in braces. */
export const placeholders = (text: string): string =>
  text.replace(/<([^>]+)>/g, (_, name) => ['$', '{', name, '}'].join(''));

/** Resolves hand-written templates, by stack name, as the start resolves synthesised ones. */
export function modelOf(stacks: Record<string, Template | Omit<StackInput, 'name'>>): Model {
  const inputs = Object.entries(stacks).map(
    ([name, stack]): StackInput =>
      'template' in stack ? { name, ...stack } : { name, account, region, template: stack as Template },
  );
  return buildModel({ stacks: inputs, assets: new Map() }).model;
}

/** A resource with properties that need no resolving. */
export function resource(given: Partial<Resource> & Pick<Resource, 'type' | 'logicalId'>): Resource {
  const ref = given.ref ?? given.logicalId;
  return {
    stack: 'test',
    path: `test/${given.logicalId}`,
    account,
    region,
    properties: {},
    metadata: {},
    ref,
    arn: ref,
    attribute: (name) => {
      throw new Error(`${given.logicalId} has no attribute ${name}`);
    },
    ...given,
  };
}

export interface HarnessOptions {
  services: readonly Service[];
  /** One stack named `test`. */
  resources?: Resources;
  /** Whole templates by stack name, instead of `resources`. */
  stacks?: Parameters<typeof modelOf>[0];
  /** A model from elsewhere, instead of both. */
  model?: Model;
  root?: string;
  config?: Record<string, unknown>;
  dataDir?: string;
  flags?: CloudFlags;
  devSite?(): DevSite | undefined;
  outages?: ReadonlySet<string>;
  earlyModules?: CloudOptions['earlyModules'];
}

export interface Harness extends RunningCloud {
  /** `http://127.0.0.1:PORT` of the real AWS endpoint. */
  endpoint: string;
  /** Configuration for any client of the SDK, with the developer's keys. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** Where sites listen, by key: whoever opens ports writes them here. */
  urls: Map<string, string>;
  /** Fits the rooms to another set of resources of the stack `test`. */
  redeploy(resources: Resources): Promise<void>;
  /** Asks the site that owns the host of the URL. */
  ask(url: string, init?: AskInit): Promise<HttpResponse>;
}

export interface AskInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  sourceIp?: string;
  clientCertificate?: string;
}

/** Starts rooms over a model; `close()` ends everything. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const model = options.model ?? modelOf(options.stacks ?? { test: { Resources: options.resources ?? {} } });
  let running: RunningCloud | undefined;
  const endpoint = await startEndpoint({
    port: 0,
    region: () => region,
    call: (request) => running!.cloud.aws(request),
  });
  const urls = new Map([['endpoint', endpoint.url]]);
  try {
    running = await startCloud({ root: tmpdir(), ...options, model, urls });
  } catch (error) {
    await endpoint.close();
    throw error;
  }
  const { cloud, close } = running;
  return {
    ...running,
    endpoint: endpoint.url,
    urls,
    client: {
      endpoint: endpoint.url,
      region,
      credentials: { accessKeyId: 'developer', secretAccessKey: 'developer' },
    },
    redeploy: (resources) => running!.deploy(modelOf({ test: { Resources: resources } })),
    ask: async (url, init) => {
      const answer = cloud.fetch(requestOf(url, init));
      if (!answer) throw new Error(`no site answers under ${new URL(url).hostname}`);
      return answer;
    },
    close: async () => {
      await close();
      await endpoint.close();
    },
  };
}

/** A request to a site as a listener makes it. */
export function requestOf(url: string, init: AskInit = {}): HttpRequest {
  const { hostname, pathname, search, protocol } = new URL(url);
  const headers = Object.entries({ host: hostname, ...init.headers });
  return {
    method: init.method ?? 'GET',
    scheme: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    path: pathname,
    rawQuery: search.slice(1),
    headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
    body: Buffer.from(init.body ?? ''),
    sourceIp: init.sourceIp ?? '127.0.0.1',
    ...(init.clientCertificate === undefined ? {} : { clientCertificate: init.clientCertificate }),
    traceId: newTraceId(),
  };
}

/** A model of resources made with `resource`, where no template is wanted. */
export const handWritten = (resources: Resource[]): Model => ({ ...indexResources(resources), outputs: {} });
