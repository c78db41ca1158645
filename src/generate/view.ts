import { authHome, authService, hasAuthService } from './auth.ts';
import { pascalCase } from './case.ts';
import { edgeLayers, edgeView } from './edge.ts';
import { frontHome, frontOf, frontService } from './front.ts';
import type { Answers } from './options.ts';
import { lockOf } from './origin-lock.ts';
import { packageManagers } from './package-managers.ts';
import { findPattern, hasServices, hasSite, onOneDomain } from './patterns.ts';
import { ordersService, readServices, type Service } from './services.ts';

/** What templates see: the answers, and booleans made from them so that no template holds logic. */
export type View = ReturnType<typeof viewOf>;

/**
 * The view of complete answers.
 * @param service name of the service that a file belongs to; the first one's where none is said
 */
export function viewOf(answers: Answers, service?: string) {
  const pattern = findPattern(answers.pattern)!;
  const { api } = answers;
  const services = readServices(answers.services).map((one) => homeOf(one, answers));
  const front = frontOf(answers);
  // The account of the shared host is that of the domain.
  const shared = { ...homeOf(frontHome(answers), answers), hostedZoneId: answers.hostedZoneId ?? '' };
  const identities = homeOf(authHome(answers), answers);
  const own =
    service === authService
      ? identities
      : service === frontService
        ? shared
        : (services.find(({ name }) => name === service) ?? services[0]!);
  return {
    name: answers.name,
    slug: answers.slug,
    pattern: answers.pattern,
    patternNumber: pattern.number,
    patternTitle: pattern.title,
    api,
    apiKind: api === 'rest' ? 'REST API' : 'HTTP API',
    apiTitle: api === 'rest' ? 'a REST API' : 'an HTTP API',
    endpoint: answers.endpoint ?? 'regional',
    frontend: answers.frontend ?? '',
    frontendTitle:
      answers.frontend === 'angular' ? 'an Angular application' : 'a React application, built by Vite',
    auth: answers.auth ?? 'none',
    intake: answers.intake ?? '',
    region: answers.region,
    failoverRegion: answers.failoverRegion ?? '',
    stages: answers.stages,
    /** What the local address of a REST API without a domain ends in: its stage. No other has one in its path. */
    apiPath: answers.api === 'rest' && answers.domain === '' ? `/${answers.stages[0]}` : '',
    /** What the paths of routes begin with before that of the service. */
    routeBase: onOneDomain(answers.pattern) ? '/api' : '',
    /** Where `dev` serves the orders service of pattern 2, on any port: the order of the ports is that of the folders. */
    ordersHost: front === undefined ? `${ordersService}.localhost` : 'api.localhost',
    domain: answers.domain,
    /** The part of the host at which an API asks its distribution for a certificate. */
    originHost: hasServices(answers.pattern) ? '<service>.api-origin' : 'api-origin',
    hostedZoneId: answers.hostedZoneId ?? '',
    alarmsEmail: answers.alarmsEmail,
    ci: answers.ci,
    packageManager: answers.packageManager,
    services,
    service: own.name,
    /** What answers at the host that services share, where they do. */
    shared: front && shared,
    /** Where what says who calls is deployed, where it is a service of its own. */
    authHome: identities,
    otherServices: services.filter(({ name }) => name !== ordersService).map(({ name }) => name),
    /** Where that service runs. */
    home: own,
    ordersUrls: answers.stages.map((stage, index) => ({
      stage,
      url: ordersUrl(answers, index === answers.stages.length - 1 ? '' : stage),
    })),
    /** The same with what a signature and a grant need to know. */
    ordersPeers: answers.stages.map((stage, index) => {
      const { account, region } = services.find(({ name }) => name === ordersService) ?? services[0]!;
      return {
        stage,
        url: ordersUrl(answers, index === answers.stages.length - 1 ? '' : stage),
        region,
        account,
      };
    }),
    /** Other accounts whose services ask that service with signatures of their own; those of its account need no leave of it. */
    callers: callersOf(answers, services, own),
    /** The same as an import sorter orders them. */
    servicesByPath: services.map(importOf).sort((a, b) => comparePaths(a.name, b.name)),
    /** Where `dev` serves the site: after the services' APIs, the first of which has 4501. */
    sitePort: 4501 + services.length,
    ...edgeView(answers),
    pm: packageManagers[answers.packageManager],
    is: {
      http: api === 'http',
      rest: api === 'rest',
      edge: answers.endpoint === 'edge',
      edgeLambda: edgeLayers(answers).includes('parts/edge-lambda'),
      regional: answers.endpoint !== 'edge',
      restRegional: answers.endpoint === 'regional',
      web: hasSite(answers.pattern),
      angular: answers.frontend === 'angular',
      sharedHost: front !== undefined,
      distribution: front === 'distribution',
      originLockWaf: lockOf(answers) === 'waf',
      workspaces: answers.pattern === 'microservices',
      publicApi: (answers.auth ?? 'none') === 'none',
      authorised: (answers.auth ?? 'none') !== 'none',
      cognito: answers.auth === 'cognito',
      cognitoHttp: answers.auth === 'cognito' && api === 'http',
      cognitoRest: answers.auth === 'cognito' && api === 'rest',
      cognitoTool: answers.auth === 'cognito' && !hasSite(answers.pattern),
      both: answers.auth === 'both',
      authService: hasAuthService(answers),
      iam: answers.auth === 'iam',
      iamRest: answers.auth === 'iam' && api === 'rest',
      keys: answers.auth === 'lambda' || answers.auth === 'both',
      keyedSite: answers.auth === 'lambda' && hasSite(answers.pattern),
      userPool: answers.auth === 'cognito' || answers.auth === 'both',
      domain: answers.domain !== '',
      alarmsEmail: answers.alarmsEmail !== '',
      github: answers.ci === 'github',
      gitlab: answers.ci === 'gitlab',
      npm: answers.packageManager === 'npm',
      pnpm: answers.packageManager === 'pnpm',
      yarn: answers.packageManager === 'yarn',
      bun: answers.packageManager === 'bun',
    },
  };
}

/** Where a service is deployed. */
function homeOf(service: Service, { region, hostedZoneId = '' }: Answers) {
  const { account } = service;
  const home = service.region || region;
  return {
    ...service,
    region: home,
    // A zone lies in one account; another account's part of the domain is delegated to it.
    hostedZoneId: account === '' ? hostedZoneId : '',
    place: [account && `account ${account}`, home].filter(Boolean).join(', '),
  };
}

/** Only the orders service is asked by others. */
function callersOf({ auth }: Answers, services: readonly Service[], { name, account }: Service): string[] {
  if (auth !== 'iam' || name !== ordersService) return [];
  const others = services.map((one) => one.account).filter((other) => other !== '' && other !== account);
  return [...new Set(others)].sort();
}

/** The construct of a service, as its infra.ts exports it and as its importers call it. */
function importOf({ name }: Service) {
  const imported = name === ordersService ? 'OrdersService' : `ItemService as ${pascalCase(name)}Service`;
  return { name, imported };
}

function comparePaths(one: string, other: string): number {
  return `${one}/`.localeCompare(`${other}/`, 'en', { numeric: true });
}

/** Where other services find the orders service; before a deployment without a domain only the local cloud knows it. */
function ordersUrl(answers: Answers, subdomain: string): string {
  const { domain } = answers;
  if (domain === '') return `https://${ordersService}.localhost`;
  // Behind a distribution it is asked directly: a hop less, and no other account in between.
  const own = frontOf(answers) === 'mapping' ? '' : ordersService;
  return `https://${[own, 'api', subdomain, domain].filter(Boolean).join('.')}`;
}
