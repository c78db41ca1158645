/** An HTTP and a REST API over real functions, on real ports. */
import { type Agent, type RequestOptions, request as send } from 'node:http';
import { createGateway } from '../../../src/local-cloud/gateway/service.ts';
import { lambda } from '../../../src/local-cloud/lambda/index.ts';
import { createListeners } from '../../../src/local-cloud/listeners.ts';
import { type Harness, type Resources, startHarness } from '../harness.ts';
import { type CodeFolder, codeFolder, functionOf } from '../lambda/fixture.ts';
import { httpApi, lambdaRoute } from './http/resources.ts';
import { method, proxy, restApi } from './rest/resources.ts';

export type Api = 'http' | 'rest';
export const apis: readonly Api[] = ['http', 'rest'];

export interface Served {
  cloud: Harness;
  code: CodeFolder;
  /** Base URL of an API; `<base>/<function>` invokes the function. */
  base: Record<Api, string>;
  ask(url: string, options?: RequestOptions & { agent?: Agent; body?: string | Buffer }): Promise<Answer>;
  /** Writes new code of a function and waits until later requests meet it. */
  swap(name: string, source: string): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Function {
  code: string;
  properties?: Record<string, unknown>;
}

/** Serves each function at `/<name>` for every method, in both kinds of API. */
export async function serveFunctions(functions: Record<string, Function>): Promise<Served> {
  const code = codeFolder();
  const names = Object.keys(functions);
  const rest = restApi(names.map((name) => `/${name}`));
  const { Api: Rest, ...others } = rest;
  const resources: Resources = {
    ...rename(httpApi()),
    ...renameAll(names.map((name) => lambdaRoute(`http${name}`, `ANY /${name}`, name))),
    ...others,
    Api: Rest!,
    ...Object.assign({}, ...names.map((name) => method(`/${name}`, 'ANY', proxy(name)))),
    ...Object.fromEntries(
      names.map((name) => [
        name,
        functionOf(name, code.write(name, functions[name]!.code), functions[name]!.properties),
      ]),
    ),
  };
  const cloud = await startHarness({ services: [lambda, createGateway(Date.now)], resources });
  const { urls } = cloud;
  const listeners = createListeners({ firstPort: 0, rtt: 0, hosts: [], trace: cloud.cloud.trace, urls });
  await listeners.update(cloud.sites());
  const urlOf = (kind: string) => urls.get(cloud.sites().find((site) => site.kind === kind)!.key)!;
  return {
    cloud,
    code,
    base: { http: urlOf('http-api'), rest: `${urlOf('rest-api')}/dev` },
    ask,
    swap: async (name, source) => {
      const folder = code.write(name, source);
      await cloud.rooms.get('lambda')!.codeChanged!([folder]);
    },
    close: async () => {
      await listeners.close();
      await cloud.close();
      code.dispose();
    },
  };
}

/** The two APIs live in one stack: the HTTP one has the logical ids `Http` and `HttpStage`. */
function rename({ Api, Stage }: Resources): Resources {
  return {
    Http: Api!,
    HttpStage: { ...Stage!, Properties: { ...Stage!.Properties, ApiId: { Ref: 'Http' } } },
  };
}
function renameAll(list: Resources[]): Resources {
  const all: Resources = Object.assign({}, ...list);
  for (const resource of Object.values(all))
    resource.Properties = { ...resource.Properties, ApiId: { Ref: 'Http' } };
  return all;
}

function ask(
  url: string,
  { body, ...options }: RequestOptions & { body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode!,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}
