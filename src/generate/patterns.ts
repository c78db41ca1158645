/** The seven patterns. What a pattern is made of is in plan.ts; which options it takes, in options.ts. */
export const patterns = [
  {
    slug: 'api',
    number: 1,
    title: 'Synchronous API',
    summary: 'API Gateway, Lambda and DynamoDB, synchronous',
    ready: true,
  },
  {
    slug: 'microservices',
    number: 2,
    title: 'Microservices',
    summary: 'services owned by teams, each in an AWS account of its own with its own domain',
    ready: true,
  },
  {
    slug: 'spa',
    number: 3,
    title: 'SPA with an API',
    summary: 'a SPA in private S3 behind CloudFront, the API beside it on its own domain (CORS)',
    ready: true,
  },
  {
    slug: 'spa-regional-api',
    number: 4,
    title: 'SPA with your own CloudFront before a Regional API',
    summary:
      'a SPA behind CloudFront, and a CloudFront of your own before its Regional API, which is locked to it',
    ready: true,
  },
  {
    slug: 'spa-single-domain',
    number: 5,
    title: 'SPA and APIs on one domain',
    summary: 'one CloudFront and one domain for the SPA and its APIs, so that no preflight is sent',
    ready: true,
  },
  {
    slug: 'storage-first',
    number: 6,
    title: 'Storage first',
    summary: 'API Gateway stores the request in a queue, stream, bus, table or bucket; Lambda works it off',
    ready: true,
  },
  {
    slug: 'secured',
    number: 7,
    title: 'Secured',
    summary:
      'SPA and APIs on one domain, with Cognito and Lambda authorizers for the APIs and Lambda@Edge for the site',
    ready: true,
  },
] as const;

export type PatternSlug = (typeof patterns)[number]['slug'];
export type Pattern = (typeof patterns)[number];

const withSite: readonly PatternSlug[] = ['spa', 'spa-regional-api', 'spa-single-domain', 'secured'];

/** True for the patterns that have a SPA. */
export function hasSite(pattern: unknown): boolean {
  return (withSite as readonly unknown[]).includes(pattern);
}

/** The pattern of a slug (`spa`) or a number (`3`); `undefined` when there is none. */
export function findPattern(slugOrNumber: string): Pattern | undefined {
  return patterns.find(({ slug, number }) => slug === slugOrNumber || String(number) === slugOrNumber);
}

const withServices: readonly PatternSlug[] = ['microservices', 'spa-single-domain', 'secured'];

/** True for the patterns that may have more services than one. */
export function hasServices(pattern: unknown): boolean {
  return (withServices as readonly unknown[]).includes(pattern);
}

/** True for the patterns whose services' APIs are behind the distribution of the site. */
export function onOneDomain(pattern: unknown): boolean {
  return pattern === 'spa-single-domain' || pattern === 'secured';
}
