import type { HttpResponse } from '../contract.ts';
import type { HeaderList } from './headers.ts';

/** A JSON answer of the gateway's own. */
export function jsonAnswer(status: number, document: unknown, headers: HeaderList = []): HttpResponse {
  return {
    status,
    headers: [['content-type', 'application/json'], ...headers],
    body: Buffer.from(JSON.stringify(document)),
  };
}

/** Reads the status of a function's answer: a number or its text, 100 to 599. */
export function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : undefined;
}
