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
  query: Selection;
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

/** The cache policy of a behaviour: its own, a managed one, or the legacy `ForwardedValues`. */
export function cachePolicyOf(behaviour: Properties, model: Model): CachePolicy {
  const id: string | undefined = behaviour.CachePolicyId;
  const own = id && model.find(id, 'AWS::CloudFront::CachePolicy')?.properties.CachePolicyConfig;
  const config: Properties | undefined = own || (id && managedCachePolicies[id]);
  if (!config) return legacyPolicy(behaviour);
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
    headers: cloudfrontHeaders
      ? { mode: 'all', names: [] }
      : selection(config.HeadersConfig, 'Header', 'Headers'),
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

function legacyPolicy(behaviour: Properties): CachePolicy {
  const { QueryString, Cookies, Headers } = behaviour.ForwardedValues ?? {};
  const headers: string[] = Headers ?? [];
  return {
    minTtl: Number(behaviour.MinTTL ?? 0),
    defaultTtl: Number(behaviour.DefaultTTL ?? 86_400),
    maxTtl: Number(behaviour.MaxTTL ?? 31_536_000),
    headers: headers.includes('*') ? { mode: 'all', names: [] } : { mode: 'only', names: headers },
    cookies: Cookies
      ? { mode: modes[Cookies.Forward] ?? 'none', names: Cookies.WhitelistedNames ?? [] }
      : nothing,
    query: QueryString ? { mode: 'all', names: [] } : nothing,
  };
}
