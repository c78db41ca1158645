import type { Model, Properties } from '../contract.ts';
import {
  managedCachePolicies,
  managedOriginRequestPolicies,
  managedResponseHeadersPolicies,
} from './managed-policies.ts';

/** Which of some named things pass: none, all, only those listed, or all but those listed. */
export interface Selection {
  mode: 'none' | 'all' | 'only' | 'except';
  names: string[];
}

export interface CachePolicy {
  minTtl: number;
  defaultTtl: number;
  maxTtl: number;
  headers: Selection;
  cookies: Selection;
  /** What reaches the origin, and belongs to the key unless `queryKey` says less. */
  query: Selection;
  /** Of the legacy settings: all of the query reaches the origin, and these belong to the key. */
  queryKey?: Selection;
}

export interface OriginRequestPolicy {
  headers: Selection;
  /** CloudFront's own headers to add, for example `cloudfront-viewer-country`. */
  added: string[];
  cookies: Selection;
  query: Selection;
}

/** True when a selection lets a name pass. Header names are compared without regard to case. */
export function passes({ mode, names }: Selection, name: string): boolean {
  if (mode === 'none') return false;
  if (mode === 'all') return true;
  const listed = names.some((item) => item.toLowerCase() === name.toLowerCase());
  return mode === 'only' ? listed : !listed;
}

const nothing: Selection = { mode: 'none', names: [] };
const everything: Selection = { mode: 'all', names: [] };
const uncached = { minTtl: 0, defaultTtl: 0, maxTtl: 0 };

/**
 * The cache policy of a behaviour: its own, a managed one, or the legacy `ForwardedValues`. Nothing is kept for one that
 * is nowhere, which `unknownPolicies` names.
 */
export function cachePolicyOf(behaviour: Properties, model: Model): CachePolicy {
  const id: string | undefined = behaviour.CachePolicyId;
  if (!id) return legacyPolicy(behaviour);
  const own = model.find(id, 'AWS::CloudFront::CachePolicy')?.properties.CachePolicyConfig;
  const config: Properties | undefined = own ?? managedCachePolicies[id];
  if (!config) return { ...uncached, headers: nothing, cookies: nothing, query: nothing };
  const key: Properties = config.ParametersInCacheKeyAndForwardedToOrigin ?? {};
  return {
    minTtl: Number(config.MinTTL ?? 0),
    defaultTtl: Number(config.DefaultTTL ?? 86_400),
    maxTtl: Number(config.MaxTTL ?? 31_536_000),
    headers: selection(key.HeadersConfig, 'Header', 'Headers'),
    cookies: selection(key.CookiesConfig, 'Cookie', 'Cookies'),
    query: selection(key.QueryStringsConfig, 'QueryString', 'QueryStrings'),
  };
}

/** The origin request policy of a behaviour, or `undefined`: then only the cache key reaches the origin. */
export function originRequestPolicyOf(behaviour: Properties, model: Model): OriginRequestPolicy | undefined {
  const id: string | undefined = behaviour.OriginRequestPolicyId;
  if (!id) return undefined;
  const own = model.find(id, 'AWS::CloudFront::OriginRequestPolicy')?.properties.OriginRequestPolicyConfig;
  const config: Properties | undefined = own ?? managedOriginRequestPolicies[id];
  if (!config) return undefined;
  const cloudfrontHeaders = config.HeadersConfig?.HeaderBehavior === 'allViewerAndWhitelistCloudFront';
  const listed: string[] = config.HeadersConfig?.Headers ?? [];
  return {
    headers: cloudfrontHeaders ? everything : selection(config.HeadersConfig, 'Header', 'Headers'),
    added: listed.map((name) => name.toLowerCase()).filter((name) => name.startsWith('cloudfront-')),
    cookies: selection(config.CookiesConfig, 'Cookie', 'Cookies'),
    query: selection(config.QueryStringsConfig, 'QueryString', 'QueryStrings'),
  };
}

/** The `ResponseHeadersPolicyConfig` of a behaviour, or `undefined`. */
export function responseHeadersPolicyOf(behaviour: Properties, model: Model): Properties | undefined {
  const id: string | undefined = behaviour.ResponseHeadersPolicyId;
  if (!id) return undefined;
  const own = model.find(id, 'AWS::CloudFront::ResponseHeadersPolicy');
  return own?.properties.ResponseHeadersPolicyConfig ?? managedResponseHeadersPolicies[id];
}

const managed = {
  CachePolicy: managedCachePolicies,
  OriginRequestPolicy: managedOriginRequestPolicies,
  ResponseHeadersPolicy: managedResponseHeadersPolicies,
};

/** `CachePolicy <id>` for each policy of a behaviour that neither the templates nor CloudFront's managed ones have. */
export function unknownPolicies(behaviour: Properties, model: Model): string[] {
  return Object.entries(managed).flatMap(([kind, known]) => {
    const id: string | undefined = behaviour[`${kind}Id`];
    if (!id || id in known || model.find(id, `AWS::CloudFront::${kind}`)) return [];
    return [`${kind} ${id}`];
  });
}

const modes: Record<string, Selection['mode']> = {
  none: 'none',
  all: 'all',
  allViewer: 'all',
  whitelist: 'only',
  allExcept: 'except',
};

function selection(config: Properties | undefined, one: string, many: string): Selection {
  const mode = modes[config?.[`${one}Behavior`]] ?? 'none';
  return { mode, names: config?.[many] ?? [] };
}

/** Where all headers are forwarded nothing is cached ("Cache content based on request headers"). */
function legacyPolicy(behaviour: Properties): CachePolicy {
  const { QueryString, QueryStringCacheKeys, Cookies, Headers } = behaviour.ForwardedValues ?? {};
  const headers: string[] = Headers ?? [];
  const times = {
    minTtl: Number(behaviour.MinTTL ?? 0),
    defaultTtl: Number(behaviour.DefaultTTL ?? 86_400),
    maxTtl: Number(behaviour.MaxTTL ?? 31_536_000),
  };
  const keys: string[] = QueryStringCacheKeys ?? [];
  return {
    ...(headers.includes('*') ? uncached : times),
    headers: headers.includes('*') ? everything : { mode: 'only', names: headers },
    cookies: Cookies
      ? { mode: modes[Cookies.Forward] ?? 'none', names: Cookies.WhitelistedNames ?? [] }
      : nothing,
    query: QueryString ? everything : nothing,
    ...(QueryString && keys.length > 0 ? { queryKey: { mode: 'only', names: keys } } : {}),
  };
}
