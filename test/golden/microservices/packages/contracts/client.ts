import { setTimeout } from "node:timers/promises";
import { Problem } from "@shared/lib/problem.ts";
import * as z from "zod/mini";

export interface ClientOptions {
  /** Milliseconds that one attempt may take: all of them fit into the ten seconds of a function. */
  timeout?: number;
  attempts?: number;
  /** Milliseconds before the second attempt; they double from one to the next. */
  pause?: number;
  /** Sent with every request. With `authorization` it is asked for a caller: his is the problem when that opens nothing. */
  headers?: Record<string, string>;
  /** Sends a request, as `fetch` does; the default is `fetch`. */
  send?: typeof fetch;
}

export interface Call {
  /** Default GET. */
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Calls one service. `undefined` is its answer that there is no such thing. */
export type Client = <T extends z.ZodMiniType>(
  schema: T,
  path: string,
  call?: Call,
) => Promise<z.output<T> | undefined>;

/**
 * A client of a service. It tries again only what may safely happen twice, and only when another attempt may help. A
 * service that does not answer is a problem for the caller's own client; one that breaks its contract is a bug.
 * @param service name, for what goes wrong
 * @param baseUrl without a slash at its end
 */
export function clientOf(
  service: string,
  baseUrl: string,
  { timeout = 2_000, attempts = 3, pause = 100, headers: ofCaller = {}, send = fetch }: ClientOptions = {},
): Client {
  return async (schema, path, { method = "GET", headers = {}, body } = {}) => {
    const request = {
      method,
      headers: { accept: "application/json", ...(body !== undefined && json), ...ofCaller, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    const mayRepeat = method !== "POST" || "idempotency-key" in headers;
    const answer = await repeated(mayRepeat ? attempts : 1, pause, () =>
      send(baseUrl + path, { ...request, signal: AbortSignal.timeout(timeout) }),
    );
    if (answer instanceof Response && answer.ok) return z.parse(schema, await answer.json());
    if (answer instanceof Response && answer.status === 404) return undefined;
    console.warn({ event: "call failed", service, method, path, answer: await described(answer) });
    if (answer instanceof Response && isRefusal(answer) && "authorization" in ofCaller) {
      throw new Problem(403, `The service ${service} does not let you ask this.`);
    }
    if (answer instanceof Response && !isPassing(answer)) {
      throw new Error(`${service} refuses ${method} ${path} with ${answer.status}`);
    }
    const late = answer instanceof DOMException && answer.name === "TimeoutError";
    throw new Problem(late ? 504 : 502, `The service ${service} does not answer. Try again.`);
  };
}

const json = { "content-type": "application/json" };

/** What a service answers to whom it does not know, or not let in. */
const isRefusal = ({ status }: Response) => status === 401 || status === 403;

/** Statuses that another attempt may change. */
const isPassing = ({ status }: Response) => status === 429 || status >= 500;

/** The last answer, or the error that came instead of one. */
async function repeated(
  attempts: number,
  pause: number,
  attempt: () => Promise<Response>,
): Promise<Response | unknown> {
  for (let number = 1; ; number++) {
    const answer = await attempt().catch((error: unknown) => error);
    const isFinal = answer instanceof Response && !isPassing(answer);
    if (isFinal || number >= attempts) return answer;
    // A random part keeps the functions that failed together from coming back together.
    await setTimeout(pause * 2 ** (number - 1) * (0.5 + Math.random() / 2));
  }
}

async function described(answer: unknown): Promise<string> {
  if (!(answer instanceof Response)) return String(answer);
  return `${answer.status} ${(await answer.text()).slice(0, 500)}`;
}
