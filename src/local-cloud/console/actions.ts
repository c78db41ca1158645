import { newTraceId } from '../trace.ts';
import { resend } from './resend.ts';
import { Refused, sendMessage } from './send-message.ts';
import type { ConsoleOptions } from './server.ts';
import type { Message, Sent } from './views.ts';

type Action = (input: Record<string, unknown>) => Promise<Sent>;

/** What the page may do, by the last part of the path. */
export function consoleActions({ cloud, log, setOutage }: ConsoleOptions): ReadonlyMap<string, Action> {
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
      outage: async ({ arn, on }: Record<string, unknown>) => {
        const bucket = cloud.model.byType('AWS::S3::Bucket').find((each) => each.arn === arn);
        if (!bucket || typeof on !== 'boolean')
          throw new Refused('An outage has a bucket of the templates, and is on or off.');
        setOutage(bucket.arn, on);
        const traceId = newTraceId();
        const text = on
          ? `${bucket.ref} is out of order: it answers 503 to everybody`
          : `${bucket.ref} is in order again`;
        cloud.trace({ traceId, kind: 'notice', source: bucket.ref, text });
        return { traceId, text };
      },
    }),
  );
}
