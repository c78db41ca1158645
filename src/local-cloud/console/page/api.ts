import type { Message, Sent } from '../views.ts';

const base = '/__local/api/';

export async function get<T>(view: string): Promise<T> {
  return read<T>(await fetch(base + view));
}

export const resend = (traceId: string): Promise<Sent> => post('resend', { traceId });

export const send = (message: Message): Promise<Sent> => post('send', message);

export const setOutage = (arn: string, on: boolean): Promise<Sent> => post('outage', { arn, on });

async function post<T>(action: string, body: unknown): Promise<T> {
  return read<T>(
    await fetch(base + action, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** @throws Error with the server's sentence */
async function read<T>(response: Response): Promise<T> {
  const body = await response.json();
  if (!response.ok) throw new Error(body.message ?? `The console answered ${response.status}.`);
  return body as T;
}
