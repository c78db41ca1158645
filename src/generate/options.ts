import { authAccountFaults, authFaults, hasAuthService } from './auth.ts';
import { domainFaults, emailFaults, hostedZoneFaults, regionFaults, stageFaults } from './aws-names.ts';
import { domainStyleFaults, edgeAccountFaults, frontOf } from './front.ts';
import { apiFaults, intakes } from './intakes.ts';
import { displayNameFaults, slugFaults, slugOf } from './names.ts';
import type { Draft, Option } from './option.ts';
import { originLockFaults, usualLock } from './origin-lock.ts';
import { hasServices, hasSite, patterns } from './patterns.ts';
import { serviceFaults, servicesFaults } from './services.ts';
import { standbyRegionFaults, standbyRegionOf } from './standby-region.ts';

const rest = {
  test: ({ api, pattern }: Draft) => api === 'rest' && pattern !== 'spa-regional-api',
  says: 'with --api rest, except in pattern 4',
};
const storageFirst = {
  test: ({ pattern }: Draft) => pattern === 'storage-first',
  says: 'with pattern 6, storage-first',
};
const behindDistribution = {
  test: ({ pattern }: Draft) => pattern === 'spa-regional-api' || pattern === 'secured',
  says: 'with pattern 4, spa-regional-api, and pattern 7, secured',
};
const ownDomains = {
  test: ({ pattern, domain }: Draft) => pattern === 'microservices' && Boolean(domain),
  says: 'with pattern 2 and --domain',
};
const acrossAccounts = {
  test: (draft: Draft) => frontOf(draft) === 'distribution',
  says: 'with --domain-style path and services in several accounts or Regions',
};
const withAuthService = { test: hasAuthService, says: 'with pattern 2 and --auth cognito or lambda' };
const withDomain = { test: (draft: Draft) => Boolean(draft.domain), says: 'with --domain' };

/**
 * THE table: every option once. The flags, prompts, `Answers` type, JSON Schema, documentation, test matrix and the
 * command that reproduces a project are made from it. Order is the order of the questions.
 */
export const options = {
  pattern: {
    type: 'select',
    flag: 'pattern',
    placeholder: 'pattern',
    ask: 'Which pattern?',
    help: 'slug or number of the pattern',
    choices: patterns.map(({ slug, number, title, summary, ready }) => ({
      value: slug,
      title: `${number} ${title}`,
      description: summary,
      ...(ready ? {} : { disabled: 'not in this version yet' }),
    })),
    aliases: Object.fromEntries(patterns.map(({ slug, number }) => [String(number), slug])),
  },
  name: {
    type: 'text',
    flag: 'name',
    placeholder: 'name',
    ask: 'Name of the project?',
    help: 'display name; anything printable',
    check: displayNameFaults,
  },
  slug: {
    type: 'text',
    flag: 'slug',
    placeholder: 'slug',
    ask: 'Short name for npm and AWS?',
    help: 'name of the npm package and prefix of every stack',
    default: (draft) => slugOf(String(draft.name ?? '')),
    defaultSays: 'made from the name',
    check: slugFaults,
    quiet: true,
  },
  intake: {
    type: 'select',
    flag: 'intake',
    placeholder: 'service',
    ask: 'Where does API Gateway store requests?',
    help: 'what API Gateway stores requests in',
    choices: intakes.map(({ value, title, description }) => ({ value, title, description })),
    default: 'sqs',
    when: storageFirst,
  },
  api: {
    type: 'select',
    flag: 'api',
    placeholder: 'type',
    ask: 'Which API Gateway?',
    help: 'type of the API',
    choices: [
      { value: 'http', title: 'HTTP API: cheaper and faster' },
      { value: 'rest', title: 'REST API: request models, usage plans, WAF, edge-optimised endpoint' },
    ],
    // Only a REST API checks a request before it stores it, and only a REST API can have a web ACL.
    default: ({ pattern }) =>
      ['spa-regional-api', 'storage-first', 'secured'].includes(String(pattern)) ? 'rest' : 'http',
    defaultSays: '`http`, and `rest` in patterns 4, 6 and 7',
    check: apiFaults,
  },
  endpoint: {
    type: 'select',
    flag: 'endpoint',
    placeholder: 'type',
    ask: 'Which endpoint for the REST API?',
    help: 'endpoint type of the REST API',
    choices: [
      { value: 'regional', title: 'Regional' },
      { value: 'edge', title: 'edge-optimised, through a CloudFront that AWS owns' },
    ],
    default: 'regional',
    when: rest,
  },
  frontend: {
    type: 'select',
    flag: 'frontend',
    placeholder: 'framework',
    ask: 'Which framework for the site?',
    help: 'framework of the SPA',
    choices: [
      { value: 'react', title: 'React, built by Vite' },
      { value: 'angular', title: 'Angular' },
    ],
    default: 'react',
    when: { test: ({ pattern }) => hasSite(pattern), says: 'with a pattern that has a site (3, 4, 5, 7)' },
  },
  services: {
    type: 'list',
    flag: 'services',
    placeholder: 'names',
    ask: 'Which services? (commas between them)',
    help: 'services, comma separated; in pattern 2 each as name[:account[:region]]',
    default: ({ pattern }) => (pattern === 'microservices' ? ['orders', 'customers'] : ['orders']),
    defaultSays: '`orders`, and `orders,customers` in pattern 2',
    when: {
      test: ({ pattern }) => hasServices(pattern),
      says: 'with a pattern of several services (2, 5, 7)',
    },
    check: serviceFaults,
    checkList: servicesFaults,
  },
  auth: {
    type: 'select',
    flag: 'auth',
    placeholder: 'kind',
    ask: 'Who may call the API?',
    help: 'who may call the API',
    choices: [
      { value: 'none', title: 'anybody: a public API' },
      { value: 'cognito', title: 'people who sign in, with tokens of a Cognito user pool' },
      { value: 'lambda', title: 'machines with API keys, which a function of yours checks' },
      { value: 'both', title: 'people who sign in, and machines with API keys' },
      { value: 'iam', title: 'whoever IAM allows, with signed requests; no site' },
    ],
    default: ({ pattern }) => (pattern === 'secured' ? 'cognito' : 'none'),
    defaultSays: '`none`, and `cognito` in pattern 7',
    check: authFaults,
  },
  authAccount: {
    type: 'text',
    flag: 'auth-account',
    placeholder: 'id',
    ask: 'Which AWS account has the users or keys that all services know? (empty for that of the credentials)',
    help: 'AWS account of the users or keys that services share',
    default: '',
    when: withAuthService,
    check: authAccountFaults,
  },
  edge: {
    type: 'list',
    flag: 'edge',
    placeholder: 'features',
    ask: 'Which features at the edge?',
    help: 'what CloudFront does for the site, comma separated; empty for nothing',
    choices: [
      {
        value: 'secure-site',
        title: 'secure site',
        description:
          'Only people who sign in see the site: by Cognito with --auth cognito, else by HTTP Basic.',
      },
      {
        value: 'security-headers',
        title: 'strict security headers',
        description: 'A strict set of headers by policy, and a content security policy by page.',
      },
      {
        value: 'ab-testing',
        title: 'A/B test',
        description: 'Variants of the pages by path; weights change without a deploy.',
      },
      {
        value: 'rollout',
        title: 'progressive rollout',
        description: 'A release goes to a share of the visitors first; one command promotes, one rolls back.',
      },
      {
        value: 'failover',
        title: 'failover',
        description: 'A copy of the site in another Region answers while its bucket fails.',
      },
    ],
    default: ['security-headers', 'secure-site'],
    mayBeEmpty: true,
    when: { test: ({ pattern }) => pattern === 'secured', says: 'with pattern 7, secured' },
  },
  region: {
    type: 'text',
    flag: 'region',
    placeholder: 'region',
    ask: 'Which AWS Region?',
    help: 'AWS Region of the stacks',
    default: 'eu-west-1',
    check: regionFaults,
  },
  failoverRegion: {
    type: 'text',
    flag: 'failover-region',
    placeholder: 'region',
    ask: 'Which Region has the copy of the site?',
    help: 'AWS Region of the copy of the site',
    default: ({ region }) => standbyRegionOf(String(region ?? '')),
    defaultSays: 'a Region near that of the stacks',
    when: { test: ({ edge }) => edge?.includes('failover') === true, says: 'with --edge failover' },
    check: standbyRegionFaults,
    quiet: true,
  },
  stages: {
    type: 'list',
    flag: 'stages',
    placeholder: 'names',
    ask: 'Which stages?',
    help: 'stages, comma separated; the first one is the default',
    default: ['dev', 'prod'],
    check: stageFaults,
    quiet: true,
  },
  domain: {
    type: 'text',
    flag: 'domain',
    placeholder: 'domain',
    ask: 'Custom domain? (empty for none)',
    help: 'custom domain of the project, for example example.com; empty for none',
    default: '',
    check: domainFaults,
  },
  hostedZoneId: {
    type: 'text',
    flag: 'hosted-zone-id',
    placeholder: 'id',
    ask: 'Id of its Route 53 hosted zone? (empty when DNS is elsewhere)',
    help: 'Route 53 hosted zone of the domain; empty when DNS is elsewhere',
    default: '',
    when: withDomain,
    check: hostedZoneFaults,
  },
  domainStyle: {
    type: 'select',
    flag: 'domain-style',
    placeholder: 'style',
    ask: 'Where does each service answer?',
    help: 'where each service answers',
    choices: [
      { value: 'subdomain', title: 'at a host of its own: orders.api.example.com' },
      { value: 'path', title: 'below a path of one host: api.example.com/orders' },
    ],
    default: 'subdomain',
    when: ownDomains,
    check: domainStyleFaults,
  },
  edgeAccount: {
    type: 'text',
    flag: 'edge-account',
    placeholder: 'id',
    ask: 'Which AWS account has the CloudFront before all services?',
    help: 'AWS account of the CloudFront that services share',
    default: '',
    when: acrossAccounts,
    check: edgeAccountFaults,
  },
  originLock: {
    type: 'select',
    flag: 'origin-lock',
    placeholder: 'lock',
    ask: 'How are APIs locked to their CloudFront?',
    help: 'what an API knows its CloudFront by; with none, in pattern 7 alone, a good token or key is answered at execute-api as well',
    choices: [
      { value: 'waf', title: 'a secret header that AWS WAF checks; REST APIs only' },
      { value: 'mtls', title: 'a client certificate, by mutual TLS; with a domain only' },
      {
        value: 'none',
        title: 'not at all: a good token or key is answered at execute-api too; pattern 7 only',
      },
    ],
    default: usualLock,
    defaultSays: '`waf`; with `--api http` `mtls`, which needs `--domain`',
    when: behindDistribution,
    check: originLockFaults,
  },
  alarmsEmail: {
    type: 'text',
    flag: 'alarms-email',
    placeholder: 'address',
    ask: 'Which e-mail address gets the alarms? (empty for none)',
    help: 'e-mail address that alarms go to; empty for none',
    default: '',
    check: emailFaults,
    quiet: true,
  },
  ci: {
    type: 'select',
    flag: 'ci',
    placeholder: 'system',
    ask: 'Which CI?',
    help: 'pipeline to generate',
    choices: [
      { value: 'github', title: 'GitHub Actions' },
      { value: 'gitlab', title: 'GitLab CI' },
      { value: 'none', title: 'none' },
    ],
    default: 'github',
  },
  packageManager: {
    type: 'select',
    flag: 'package-manager',
    placeholder: 'manager',
    ask: 'Which package manager?',
    help: 'package manager; default: the one that runs this command',
    choices: [
      { value: 'npm', title: 'npm' },
      { value: 'pnpm', title: 'pnpm' },
      { value: 'yarn', title: 'yarn' },
      { value: 'bun', title: 'bun' },
    ],
    default: 'npm',
  },
} as const satisfies Record<string, Option>;

export type OptionKey = keyof typeof options;
export const optionKeys = Object.keys(options) as OptionKey[];

type ValueOf<O> = O extends { type: 'list' }
  ? string[]
  : O extends { type: 'select'; choices: readonly { value: infer V }[] }
    ? V
    : string;

/** Complete answers. An option that does not apply to the other answers is absent. */
export type Answers = {
  [K in OptionKey]: (typeof options)[K] extends { when: unknown }
    ? ValueOf<(typeof options)[K]> | undefined
    : ValueOf<(typeof options)[K]>;
};

/** The row of a key with the general type, for code that walks the table. */
export function optionOf(key: OptionKey): Option {
  return options[key];
}
