import type { Principal } from '../contract.ts';
import { anonymous, callerId } from '../principal.ts';
import type { RequestContext } from './condition.ts';

/**
 * The condition keys of a call by lower-case key: the global ones (IAM user guide, "AWS global condition context keys"), and
 * those that the service gives. `aws:SourceArn` and `aws:SourceAccount` are there when a service calls as itself; a function's
 * calls have `lambda:SourceFunctionArn` instead (Lambda developer guide, "Using source function ARN").
 */
export function contextOf(
  caller: Principal,
  resource: string,
  extra: Record<string, string | string[]> = {},
): RequestContext {
  const { roleArn, service, sourceArn } = caller;
  const [, , , region, account] = resource.split(':');
  const asService = !roleArn && service !== undefined && service !== anonymous;
  const now = new Date();
  const context: Record<string, string | string[] | undefined> = {
    // TLS ends before the local cloud; on AWS every SDK call arrives by HTTPS.
    'aws:securetransport': 'true',
    'aws:sourcearn': asService ? sourceArn : undefined,
    'aws:sourceaccount': asService
      ? (caller.sourceAccount ?? (sourceArn?.split(':')[4] || undefined))
      : undefined,
    'lambda:sourcefunctionarn': roleArn && sourceArn?.includes(':function:') ? sourceArn : undefined,
    'aws:principalarn': roleArn,
    'aws:principalaccount': roleArn?.split(':')[4],
    'aws:principaltype': roleArn ? 'AssumedRole' : asService ? 'Service' : 'Anonymous',
    'aws:principalservicename': asService ? service : undefined,
    'aws:userid': roleArn ? callerId(caller) : anonymous,
    'aws:resourceaccount': account || undefined,
    'aws:requestedregion': region || undefined,
    'aws:principalisawsservice': String(asService),
    'aws:viaawsservice': 'false',
    'aws:sourceip': asService ? undefined : '127.0.0.1',
    'aws:currenttime': now.toISOString(),
    'aws:epochtime': String(Math.floor(now.getTime() / 1000)),
  };
  for (const [key, value] of Object.entries(extra)) context[key.toLowerCase()] = value;
  return context;
}

/** Keys that services and APIs give with some of their calls. */
const ofServices = [
  'aws:referer',
  'aws:useragent',
  'dynamodb:attributes',
  'dynamodb:leadingkeys',
  'dynamodb:returnconsumedcapacity',
  'dynamodb:returnvalues',
  'dynamodb:select',
  'events:detail-type',
  'events:source',
  's3:delimiter',
  's3:max-keys',
  's3:prefix',
];

const supplied = new Set([...Object.keys(contextOf({}, '')), ...ofServices]);

/** Whether any call of the local cloud has a condition key. */
export const isSupplied = (key: string): boolean => supplied.has(key.toLowerCase());
