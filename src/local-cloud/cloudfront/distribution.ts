import type { HttpResponse, Model, Properties, Resource } from '../contract.ts';
import { compileOrigin, type Origin } from './origin.ts';
import { normalised } from './path-match.ts';
import {
  type CachePolicy,
  cachePolicyOf,
  type OriginRequestPolicy,
  originRequestPolicyOf,
  responseHeadersPolicyOf,
} from './policies.ts';

export type ViewerEvent = 'viewer-request' | 'viewer-response';
export type OriginEvent = 'origin-request' | 'origin-response';

/** A cache behaviour, ready to serve. */
export interface Behaviour {
  /** `/api/*`, or `*` for the default one. */
  pattern: string;
  /** Takes a normalised path. */
  matches(path: string): boolean;
  /** Id of an origin or an origin group. */
  target: string;
  methods: Set<string>;
  cachedMethods: Set<string>;
  cache: CachePolicy;
  originRequest?: OriginRequestPolicy;
  responseHeaders?: Properties;
  /** CloudFront Functions by event: ARN. */
  functions: Map<string, string>;
  /** Lambda@Edge by event. */
  lambdas: Map<string, { arn: string; includeBody: boolean }>;
}

export interface OriginGroup {
  id: string;
  members: string[];
  statuses: Set<number>;
}

export interface ErrorPage {
  code: number;
  responseCode?: number;
  path?: string;
  minTtl: number;
}

export interface Distribution {
  resource: Resource;
  id: string;
  domainName: string;
  aliases: string[];
  staging: boolean;
  defaultRootObject: string;
  /** In order of precedence; the default one last. */
  behaviours: Behaviour[];
  origins: Map<string, Origin>;
  groups: Map<string, OriginGroup>;
  errorPages: ErrorPage[];
  /** The web ACL before it, where the templates hold it. */
  webAcl?: Resource;
  continuousDeployment?: string;
}

/** Compiles a distribution of the template. */
export function compileDistribution(resource: Resource, model: Model): Distribution {
  const config: Properties = resource.properties.DistributionConfig ?? {};
  const ordered: Properties[] = config.CacheBehaviors ?? [];
  return {
    resource,
    id: resource.ref,
    domainName: resource.attribute('DomainName'),
    aliases: config.Aliases ?? [],
    staging: config.Staging === true,
    defaultRootObject: config.DefaultRootObject ?? '',
    behaviours: [...ordered, { ...config.DefaultCacheBehavior, PathPattern: '*' }].map((item) =>
      compileBehaviour(item, model),
    ),
    origins: new Map((config.Origins ?? []).map((item: Properties) => [item.Id, compileOrigin(item, model)])),
    groups: new Map(
      (config.OriginGroups?.Items ?? []).map((item: Properties) => [item.Id, compileGroup(item)]),
    ),
    errorPages: (config.CustomErrorResponses ?? []).map(compileErrorPage),
    webAcl: config.WebACLId && model.find(config.WebACLId, 'AWS::WAFv2::WebACL'),
    continuousDeployment: config.ContinuousDeploymentPolicyId,
  };
}

function compileBehaviour(raw: Properties, model: Model): Behaviour {
  return {
    pattern: raw.PathPattern,
    matches: pathMatcher(raw.PathPattern),
    target: raw.TargetOriginId,
    methods: new Set(raw.AllowedMethods ?? ['GET', 'HEAD']),
    cachedMethods: new Set(raw.CachedMethods ?? ['GET', 'HEAD']),
    cache: cachePolicyOf(raw, model),
    originRequest: originRequestPolicyOf(raw, model),
    responseHeaders: responseHeadersPolicyOf(raw, model),
    functions: new Map(
      (raw.FunctionAssociations ?? []).map((item: Properties) => [item.EventType, item.FunctionARN]),
    ),
    lambdas: new Map(
      (raw.LambdaFunctionAssociations ?? []).map((item: Properties) => [
        item.EventType,
        { arn: item.LambdaFunctionARN, includeBody: item.IncludeBody === true },
      ]),
    ),
  };
}

/** The behaviour that a path leads to, as the viewer sent it. */
export function behaviourFor({ behaviours }: Distribution, path: string): Behaviour {
  const matched = normalised(path);
  return behaviours.find((behaviour) => behaviour.matches(matched)) ?? behaviours.at(-1)!;
}

/** `*` is any run of characters, `?` one; the leading slash is optional; letter case counts (path pattern rules). */
function pathMatcher(pattern: string): (path: string) => boolean {
  if (pattern === '*') return () => true;
  const body = pattern
    .replace(/^\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^/${body}$`, 's');
  return (path) => expression.test(path);
}

function compileGroup(raw: Properties): OriginGroup {
  return {
    id: raw.Id,
    members: (raw.Members?.Items ?? []).map(({ OriginId }: Properties) => OriginId),
    statuses: new Set((raw.FailoverCriteria?.StatusCodes?.Items ?? []).map(Number)),
  };
}

/** The error page for the status of a response. */
export const errorPageOf = ({ errorPages }: Distribution, { status }: HttpResponse): ErrorPage | undefined =>
  errorPages.find(({ code }) => code === status);

function compileErrorPage(raw: Properties): ErrorPage {
  return {
    code: Number(raw.ErrorCode),
    responseCode: raw.ResponseCode === undefined ? undefined : Number(raw.ResponseCode),
    path: raw.ResponsePagePath,
    minTtl: Number(raw.ErrorCachingMinTTL ?? 10),
  };
}
