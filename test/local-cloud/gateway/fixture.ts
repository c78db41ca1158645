/** A gateway over functions written in the test, with real IAM. */
import type { InvokeOptions, Properties, Service } from '../../../src/local-cloud/contract.ts';
import { createGateway } from '../../../src/local-cloud/gateway/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import {
  account,
  type Harness,
  type HarnessOptions,
  type Resources,
  region,
  startHarness,
} from '../harness.ts';

/** A function: what it returns is its result; what it throws is its error. */
export type Handler = (event: Properties, options: InvokeOptions) => unknown;

export interface Functions {
  service: Service;
  /** Payloads of all invocations, by function name. */
  events: Map<string, Properties[]>;
  last(name: string): Properties;
  count(name: string): number;
}

export function functions(handlers: Record<string, Handler>): Functions {
  const events = new Map<string, Properties[]>();
  const service: Service = {
    name: 'lambda',
    supports: {},
    start: async (cloud) => ({
      deploy: async () => undefined,
      close: async () => undefined,
      invoke: async (arn, payload, options) => {
        cloud.authorize(options.caller, 'lambda:InvokeFunction', arn);
        const name = arn.split(':')[6]!;
        const event = JSON.parse(payload);
        events.set(name, [...(events.get(name) ?? []), event]);
        try {
          const result = await handlers[name]!(event, options);
          return { requestId: 'request', payload: JSON.stringify(result ?? null), duration: 1 };
        } catch (error) {
          const { name: errorType, message: errorMessage } = error as Error;
          const answer = JSON.stringify({ errorType, errorMessage, trace: [] });
          return { requestId: 'request', payload: answer, error: 'Unhandled' as const, duration: 1 };
        }
      },
    }),
  };
  return {
    service,
    events,
    last: (name) => events.get(name)!.at(-1)!,
    count: (name) => events.get(name)?.length ?? 0,
  };
}

export const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
export const invokeUri = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

/** Functions as templates write them, each with a permission for all of API Gateway. */
export function functionResources(...names: string[]): Resources {
  return Object.fromEntries(
    names.flatMap((name) => [
      [`Fn${name}`, { Type: 'AWS::Lambda::Function', Properties: { FunctionName: name } }],
      [
        `Permission${name}`,
        {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: functionArn(name),
            Principal: 'apigateway.amazonaws.com',
          },
        },
      ],
    ]),
  );
}

/** The gateway over functions; `clock` moves what the gateway takes for now. */
export interface GatewayHarness extends Harness {
  functions: Functions;
  clock: { now: number };
  /** Asks the site that owns the host of a URL. */
  visit(url: string, init?: Parameters<Harness['ask']>[1]): Promise<Answer>;
  /** Asks an API by the logical id of its resource. */
  call(api: string, path: string, init?: Parameters<Harness['ask']>[1]): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** All headers in order. */
  list: [string, string][];
  text: string;
  json: Properties;
}

export async function startGatewayHarness(
  handlers: Record<string, Handler>,
  options: Partial<HarnessOptions> & { more?: Service[] },
): Promise<GatewayHarness> {
  const made = functions(handlers);
  const clock = { now: Date.now() };
  const { more = [], ...rest } = options;
  const harness = await startHarness({
    ...rest,
    services: [iam, ...more, made.service, createGateway(() => clock.now)],
  });
  const visit: GatewayHarness['visit'] = async (url, init) => {
    const { status, headers, body } = await harness.ask(url, init);
    const text = body.toString();
    return {
      status,
      headers: Object.fromEntries(headers),
      list: headers,
      text,
      get json() {
        return JSON.parse(text);
      },
    };
  };
  const call: GatewayHarness['call'] = (api, path, init) => {
    const { ref } = harness.cloud.model.resources.find(({ logicalId }) => logicalId === api)!;
    return visit(`https://${ref}.execute-api.${region}.amazonaws.com${path}`, init);
  };
  return { ...harness, functions: made, clock, call, visit };
}

/** Texts of the trace events of a kind. */
export const traced = ({ log }: Harness, kind: string): string[] =>
  log
    .events()
    .filter((event) => event.kind === kind)
    .map(({ text }) => text);
