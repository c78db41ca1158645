import type { Draft } from './option.ts';
import type { Answers } from './options.ts';
import { hasSite } from './patterns.ts';

/** Why a kind of authorisation does not fit the pattern; nothing when it does. */
export function authFaults(kind: string, { pattern, api }: Draft): string[] {
  const secured = pattern === 'secured';
  if (kind === 'both' && !secured) {
    return [
      '--auth both applies only with pattern 7, secured. Take cognito for people, or lambda for machines.',
    ];
  }
  if (kind === 'iam' && hasSite(pattern)) {
    return ['--auth iam needs callers that sign with keys of AWS, which pages do not have. Take cognito.'];
  }
  // AWS re:Post, "How do I provide cross-account IAM authorization for API Gateway HTTP APIs?", 2026.
  if (kind === 'iam' && pattern === 'microservices' && api !== 'rest') {
    return [
      '--auth iam in pattern 2 needs --api rest, as services call each other across accounts, and an HTTP API takes no signature of another account.',
    ];
  }
  if ((kind === 'cognito' || kind === 'lambda') && pattern === 'microservices') {
    return [
      `--auth ${kind} needs keys and users that all services know, and in pattern 2 each has an account of its own. Take iam with --api rest, or none.`,
    ];
  }
  if (kind === 'none' && secured) {
    return ['--auth none does not go with pattern 7, secured. Take pattern 5, or cognito, lambda or both.'];
  }
  return [];
}

/** Who may call the API, how tests call it then, and where people sign in. */
export function authLayers({ auth = 'none', api, frontend }: Answers): string[] {
  const noSignIn = frontend ? ['sign-in-none'] : [];
  const tokens = ['authorised', 'auth-scopes'];
  const parts = {
    none: ['auth-none', `auth-none-${api}`, 'plain-dev', ...noSignIn],
    iam: ['authorised', 'auth-iam', `auth-iam-${api}`, 'plain-dev'],
    cognito: [
      ...tokens,
      'auth-cognito',
      'auth-people',
      `auth-cognito-${api}`,
      frontend ? 'sign-in-cognito' : 'sign-in-tool',
    ],
    lambda: [...tokens, 'auth-keys', 'auth-lambda', `auth-lambda-${api}`, ...noSignIn],
    both: [...tokens, 'auth-cognito', 'auth-keys', 'auth-both', `auth-lambda-${api}`, 'sign-in-cognito'],
  };
  return parts[auth].map((part) => `parts/${part}`);
}

/** How tests of all services call them, and what the README says of it. */
export function workspacesAuthLayers({ auth = 'none' }: Answers): string[] {
  return [`parts/workspaces-auth-${auth}`];
}

/** What each service tests besides, and how one that asks the orders service says who asks. */
export function serviceAuthParts({ auth = 'none' }: Answers, asksOrders: boolean): string[] {
  const call = auth === 'iam' ? ['calls-signed'] : ['calls-url', 'calls-open'];
  return [...(auth === 'none' ? [] : ['workspace-authorised']), ...(asksOrders ? call : [])];
}

/** What asks visitors of the site who they are, and keeps what they answer; or nothing of it. */
export function sessionLayers({ auth = 'none', frontend }: Answers): string[] {
  if (auth === 'none') return [`parts/spa-${frontend}-open`];
  const session = auth === 'lambda' ? 'session-key' : 'session-cognito';
  return [`parts/spa-${frontend}-signed`, `parts/${session}`];
}
