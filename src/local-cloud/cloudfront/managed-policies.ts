import type { Properties } from '../contract.ts';

/*
 * The managed policies of the CloudFront developer guide ("Use managed cache policies", "... origin request policies",
 * "... response headers policies"), by their fixed ids.
 */

const key = (headers: string[] = [], query: string | string[] = 'none', cookies = 'none') => ({
  HeadersConfig: { HeaderBehavior: headers.length > 0 ? 'whitelist' : 'none', Headers: headers },
  CookiesConfig: { CookieBehavior: cookies },
  QueryStringsConfig: Array.isArray(query)
    ? { QueryStringBehavior: 'whitelist', QueryStrings: query }
    : { QueryStringBehavior: query },
});
const cache = (MinTTL: number, DefaultTTL: number, MaxTTL: number, parameters = key()) => ({
  MinTTL,
  DefaultTTL,
  MaxTTL,
  ParametersInCacheKeyAndForwardedToOrigin: parameters,
});
const overrideHeaders = ['x-method-override', 'origin', 'host', 'x-http-method', 'x-http-method-override'];

export const managedCachePolicies: Record<string, Properties> = {
  // Amplify
  '2e54312d-136d-493c-8eb9-b001f22f67d2': cache(
    2,
    2,
    600,
    key(['Authorization', 'CloudFront-Viewer-Country', 'Host'], 'all', 'all'),
  ),
  // Elemental-MediaPackage
  '08627262-05a9-4f76-9ded-b50ca2e3a84f': cache(
    0,
    86_400,
    31_536_000,
    key(['Origin'], ['aws.manifestfilter', 'start', 'end', 'm']),
  ),
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': cache(1, 86_400, 31_536_000),
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': cache(1, 86_400, 31_536_000),
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': cache(0, 0, 0),
  // UseOriginCacheControlHeaders
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': cache(0, 0, 31_536_000, key(overrideHeaders, 'none', 'all')),
  // UseOriginCacheControlHeaders-QueryStrings
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': cache(0, 0, 31_536_000, key(overrideHeaders, 'all', 'all')),
};

const forward = (headers: Properties, query: string, cookies: string) => ({
  HeadersConfig: headers,
  CookiesConfig: { CookieBehavior: cookies },
  QueryStringsConfig: { QueryStringBehavior: query },
});
/** Those of June 2022. */
const cloudfrontHeaders = [
  ...['Forwarded-Proto', 'Is-Android-Viewer', 'Is-Desktop-Viewer', 'Is-IOS-Viewer', 'Is-Mobile-Viewer'],
  ...['Is-SmartTV-Viewer', 'Is-Tablet-Viewer', 'Viewer-Address', 'Viewer-ASN', 'Viewer-City'],
  ...['Viewer-Country', 'Viewer-Country-Name', 'Viewer-Country-Region', 'Viewer-Country-Region-Name'],
  ...['Viewer-Http-Version', 'Viewer-Latitude', 'Viewer-Longitude', 'Viewer-Metro-Code'],
  ...['Viewer-Postal-Code', 'Viewer-Time-Zone', 'Viewer-TLS'],
].map((name) => `CloudFront-${name}`);
const only = (...Headers: string[]) => ({ HeaderBehavior: 'whitelist', Headers });

export const managedOriginRequestPolicies: Record<string, Properties> = {
  // AllViewer
  '216adef6-5c7f-47e4-b989-5492eafa07d3': forward({ HeaderBehavior: 'allViewer' }, 'all', 'all'),
  // AllViewerExceptHostHeader
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': forward(
    { HeaderBehavior: 'allExcept', Headers: ['host'] },
    'all',
    'all',
  ),
  // AllViewerAndCloudFrontHeaders-2022-06
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': forward(
    {
      HeaderBehavior: 'allViewerAndWhitelistCloudFront',
      Headers: cloudfrontHeaders,
    },
    'all',
    'all',
  ),
  // CORS-CustomOrigin
  '59781a5b-3903-41f3-afcb-af62929ccde1': forward(only('Origin'), 'none', 'none'),
  // CORS-S3Origin
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': forward(
    only('Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'),
    'none',
    'none',
  ),
  // HostHeaderOnly
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': forward(only('Host'), 'none', 'none'),
  // Elemental-MediaTailor-PersonalizedManifests
  '775133bc-15f2-49f9-abea-afb2e0bf67d2': forward(
    only(
      'Origin',
      'Access-Control-Request-Headers',
      'Access-Control-Request-Method',
      'User-Agent',
      'X-Forwarded-For',
    ),
    'all',
    'none',
  ),
  // UserAgentRefererHeaders
  'acba4595-bd28-49b8-b9fe-13317c0390fa': forward(only('User-Agent', 'Referer'), 'none', 'none'),
};

const security = {
  XSSProtection: { Override: false, Protection: true, ModeBlock: true },
  FrameOptions: { Override: false, FrameOption: 'SAMEORIGIN' },
  ReferrerPolicy: { Override: false, ReferrerPolicy: 'strict-origin-when-cross-origin' },
  ContentTypeOptions: { Override: true },
  StrictTransportSecurity: { Override: false, AccessControlMaxAgeSec: 31_536_000 },
};
const simpleCors = {
  AccessControlAllowOrigins: { Items: ['*'] },
  AccessControlAllowHeaders: { Items: [] },
  AccessControlAllowMethods: { Items: ['GET'] },
  AccessControlAllowCredentials: false,
  OriginOverride: false,
};
const preflightCors = {
  ...simpleCors,
  AccessControlAllowMethods: { Items: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] },
  AccessControlExposeHeaders: { Items: ['*'] },
};

export const managedResponseHeadersPolicies: Record<string, Properties> = {
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': { SecurityHeadersConfig: security },
  // SimpleCORS
  '60669652-455b-4ae9-85a4-c4c02393f86c': { CorsConfig: simpleCors },
  // CORS-With-Preflight
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd': { CorsConfig: preflightCors },
  // CORS-and-SecurityHeadersPolicy
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': { CorsConfig: simpleCors, SecurityHeadersConfig: security },
  // CORS-with-preflight-and-SecurityHeadersPolicy
  'eaab4381-ed33-4a86-88ca-d9558dc6cd63': { CorsConfig: preflightCors, SecurityHeadersConfig: security },
};
