import { resend } from './resend.ts';
import { Refused, sendMessage } from './send-message.ts';
import type { ConsoleOptions } from './server.ts';
import type { Message, Sent } from './views.ts';

type Action = (input: Record<string, unknown>) => Promise<Sent>;

/** What the page may do, by the last part of the path. */
export function consoleActions({ cloud, log }: ConsoleOptions): ReadonlyMap<string, Action> {
  return new Map<string, Action>(
    Object.entries({
      resend: async ({ traceId }: Record<string, unknown>) => {
        const event = log.events().find((each) => each.traceId === traceId && each.kind === 'request');
        if (!event) throw new Refused('This request is no longer kept.');
        return resend(cloud, event);
      },
      send: async (message: Record<string, unknown>) => {
        if (typeof message.arn !== 'string' || typeof message.body !== 'string') {
          throw new Refused('A message has a target and a body.');
        }
        return sendMessage(cloud, message as Message);
      },
    }),
  );
}
