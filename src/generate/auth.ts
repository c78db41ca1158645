import { servicesOf } from './front.ts';
import type { Draft } from './option.ts';
import type { Answers } from './options.ts';
import { hasSite } from './patterns.ts';
import type { Service } from './services.ts';

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
  if (kind === 'none' && secured) {
    return ['--auth none does not go with pattern 7, secured. Take pattern 5, or cognito, lambda or both.'];
  }
  return [];
}

/** The workspace of what all services know their callers by; a name that no service may have. */
export const authService = 'auth';

/** Whether services ask one of their number who calls: in pattern 2, each being in an account of its own. */
export function hasAuthService({ pattern, auth }: Draft): boolean {
  return pattern === 'microservices' && (auth === 'cognito' || auth === 'lambda');
}

/** What all services know their callers by, as a service of its own: where its app is deployed. */
export function authHome({ authAccount }: Draft): Service {
  return { name: authService, account: String(authAccount ?? ''), region: '' };
}

/** Every fault of the account of what services know their callers by. */
export function authAccountFaults(account: string, draft: Draft): string[] {
  if (account !== '') {
    if (!/^\d{12}$/.test(account))
      return [
        `"${account}" is not an AWS account id. Give the 12 digits of the account of the users or keys.`,
      ];
    // Who may ask the function is said by account (AWS Lambda developer guide, "Resource-based policies").
    return draft.auth === 'lambda' && servicesOf(draft).some((service) => service.account === '')
      ? [
          '--auth-account with --auth lambda needs the account of each service, as the function of the keys answers those alone. Give --services name:account, or leave --auth-account out.',
        ]
      : [];
  }
  return servicesOf(draft).some((service) => service.account !== '')
    ? [
        `--auth ${String(draft.auth)} across accounts needs --auth-account, the account whose users or keys all services know. Give one.`,
      ]
    : [];
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

/** How tests of all services call them, what their APIs ask, and what the README says of it. */
export function workspacesAuthLayers(answers: Answers): string[] {
  const { auth = 'none', api } = answers;
  const kinds = hasAuthService(answers) ? [auth, `${auth}-${api}`] : [auth];
  return kinds.map((kind) => `parts/workspaces-auth-${kind}`);
}

/** What each service tests besides, and how one that asks the orders service says who asks. */
export function serviceAuthParts({ auth = 'none' }: Answers, asksOrders: boolean): string[] {
  const calls = {
    none: ['calls-url', 'calls-open'],
    iam: ['calls-signed'],
    lambda: ['calls-url', 'calls-relayed'],
    cognito: ['calls-url', 'calls-relayed'],
    both: [],
  };
  return [...(auth === 'none' ? [] : ['workspace-authorised']), ...(asksOrders ? calls[auth] : [])];
}

/** What asks visitors of the site who they are, and keeps what they answer; or nothing of it. */
export function sessionLayers({ auth = 'none', frontend }: Answers): string[] {
  if (auth === 'none') return [`parts/spa-${frontend}-open`];
  const kind = auth === 'lambda' ? 'key' : 'cognito';
  return [`parts/spa-${frontend}-signed`, `parts/spa-${frontend}-${kind}`, `parts/session-${kind}`];
}
