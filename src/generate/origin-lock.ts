import type { Answers } from './options.ts';

/**
 * What the APIs of a project know their distribution by; nothing where they answer others too. In pattern 7 that is not a
 * question: AWS WAF stands before REST APIs, and cannot before HTTP APIs.
 */
export function lockOf({ pattern, api, originLock }: Pick<Answers, 'pattern' | 'api' | 'originLock'>) {
  if (pattern === 'secured') return api === 'rest' ? 'waf' : undefined;
  return originLock;
}
