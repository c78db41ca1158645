import type { Given } from './answers.ts';
import type { Draft } from './option.ts';
import type { Answers } from './options.ts';

/** What the APIs of a project know their distribution by; `undefined` where they answer others too. */
export function lockOf({ originLock }: Pick<Answers, 'originLock'>): 'waf' | 'mtls' | undefined {
  return originLock === 'none' ? undefined : originLock;
}

/**
 * The lock that nobody has to ask for. AWS WAF needs nothing of the user. Mutual TLS needs a domain and a certificate authority of
 * their own, and is all that there is for HTTP APIs: to go without a lock is for the user to say.
 */
export function usualLock({ api }: Draft): 'waf' | 'mtls' {
  return api === 'http' ? 'mtls' : 'waf';
}

/** Recorded answers with the lock that they stand for: an HTTP API of pattern 7 that recorded none had none. */
export function withRecordedLock(recorded: Given): Given {
  const isOpen = recorded.pattern === 'secured' && recorded.api === 'http';
  return isOpen ? { originLock: 'none', ...recorded } : recorded;
}

/**
 * Every fault of a lock. AWS WAF stands before REST APIs alone (AWS WAF developer guide, "Resources that you can protect"),
 * and API Gateway asks for certificates under Regional custom domains alone (API Gateway developer guide, "How to turn on
 * mutual TLS authentication").
 */
export function originLockFaults(lock: string, { pattern, api, domain, endpoint }: Draft): string[] {
  const secured = pattern === 'secured';
  const instead = secured
    ? '--api rest, --origin-lock mtls, or --origin-lock none'
    : '--api rest, or --origin-lock mtls';
  if (lock === 'waf' && api === 'http')
    return [
      `--origin-lock waf needs a REST API, as AWS WAF does not stand before HTTP APIs. Give ${instead}.`,
    ];
  if (lock === 'mtls' && !domain) {
    const other = secured
      ? 'Give one, --api rest --origin-lock waf, or --origin-lock none'
      : 'Give one, or --api rest --origin-lock waf';
    return [
      `--origin-lock mtls needs --domain, as API Gateway asks for certificates under custom domains alone. ${other}.`,
    ];
  }
  if (lock === 'mtls' && endpoint === 'edge')
    return [
      '--origin-lock mtls needs Regional APIs, as API Gateway asks for certificates under Regional domains alone. Leave out --endpoint edge, or give --origin-lock waf.',
    ];
  if (lock === 'none' && !secured)
    return [
      '--origin-lock none applies only with pattern 7, secured. Give --api rest --origin-lock waf, or --origin-lock mtls with a domain.',
    ];
  return [];
}
