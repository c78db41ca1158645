import { AwsError } from '../../../aws-error.ts';

/** What an engine says to one call: HTTP status and the JSON text of the body. */
export interface Answer {
  status: number;
  body: string;
}

/**
 * A store that speaks the wire protocol of DynamoDB: operation name and JSON text in, JSON text out. All that the room
 * adds (transactions, streams, TTL) stands on this interface, so that one engine can take another's place.
 */
export interface Engine {
  call(action: string, body: string | Buffer): Promise<Answer>;
  close(): Promise<void>;
}

/** Calls an engine with an object and parses its result. Throws `AwsError` when the engine answers with an error. */
export async function ask<T = Record<string, unknown>>(
  engine: Engine,
  action: string,
  input: object,
): Promise<T> {
  const answer = await engine.call(action, JSON.stringify(input));
  if (answer.status !== 200) throw errorOf(answer);
  return JSON.parse(answer.body) as T;
}

/** The error that an engine's answer holds. */
export function errorOf({ status, body }: Answer): AwsError {
  const { __type = 'InternalServerError', message, Message, ...members } = parse(body);
  const code = String(__type).split('#').at(-1)!;
  return new AwsError(code, String(message ?? Message ?? ''), status, members);
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
