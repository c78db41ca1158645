import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse, Resource, Site } from '../contract.ts';
import { jsonAnswer } from './answer.ts';
import { type Domain, route } from './domains.ts';
import type { Gateway } from './gateway.ts';
import type { HttpApi } from './http/api.ts';
import { targetOf as httpTarget, serveHttpApi } from './http/serve.ts';
import type { RestApi } from './rest/api.ts';
import { targetOf as restTarget, serveRestApi } from './rest/serve.ts';

/** All that the room serves, compiled from one model. */
export interface Compiled {
  httpApis: ReadonlyMap<string, HttpApi>;
  restApis: ReadonlyMap<string, RestApi>;
  domains: readonly Domain[];
}

/** The sites of the APIs and of the custom domains. */
export function sitesOf(gateway: Gateway, compiled: Compiled): Site[] {
  return [
    ...[...compiled.httpApis.values()].map((api) => httpSite(gateway, api)),
    ...[...compiled.restApis.values()].map((api) => restSite(gateway, api)),
    ...compiled.domains.map((domain) => domainSite(gateway, domain, compiled)),
  ];
}

function httpSite(gateway: Gateway, api: HttpApi): Site {
  const [only] = api.stages.has('$default') ? [] : api.stages.keys();
  return {
    key: api.key,
    title: titleOf(api.resource, 'HTTP API'),
    kind: 'http-api',
    hosts: [api.host],
    ...(only === undefined ? {} : { basePath: `/${only}` }),
    public: !api.closed,
    // A host that is switched off answers as if there were no API (developer guide, "Disable the default endpoint").
    handle: async (request) =>
      api.closed
        ? jsonAnswer(404, { message: 'Not Found' })
        : serveHttpApi(gateway, api, request, httpTarget(api, request.path)),
  };
}

function restSite(gateway: Gateway, api: RestApi): Site {
  const [first] = api.stages.keys();
  return {
    key: api.key,
    title: titleOf(api.resource, 'REST API'),
    kind: 'rest-api',
    hosts: [api.host],
    ...(first === undefined ? {} : { basePath: `/${first}` }),
    public: !api.closed,
    handle: async (request) =>
      api.closed ? forbidden() : serveRestApi(gateway, api, request, restTarget(api, request.path)),
  };
}

function domainSite(gateway: Gateway, domain: Domain, { httpApis, restApis }: Compiled): Site {
  const [first] = domain.mappings;
  const isRest = first !== undefined && restApis.has(first.apiId);
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    // AWS re:Post, "Troubleshoot 403 errors from a custom domain name that requires mutual TLS", 2026.
    if (domain.mutualTls && request.clientCertificate === undefined) return forbidden();
    const found = route(domain, request);
    const http = found && httpApis.get(found.mapping.apiId);
    if (http) return serveHttpApi(gateway, http, request, found.target);
    const rest = found && restApis.get(found.mapping.apiId);
    return rest ? serveRestApi(gateway, rest, request, found.target) : isRest ? forbidden() : notFound();
  };
  const shortest = domain.mappings.at(-1)?.key;
  return {
    key: `domain:${domain.resource.path}`,
    title: domain.name,
    kind: isRest ? 'rest-api' : 'http-api',
    hosts: domain.hosts,
    ...(shortest ? { basePath: `/${shortest}` } : {}),
    public: domain.mappings.length > 0,
    handle,
  };
}

/** `shop-orders-dev HTTP API`; the name of the API besides where it has one of its own. */
function titleOf({ stack, properties }: Resource, kind: string): string {
  const name = String(properties.Name ?? '');
  const isOwn = name !== '' && !/api$/i.test(name) && name !== stack;
  return isOwn ? `${stack} ${kind} ${name}` : `${stack} ${kind}`;
}

const notFound = () => jsonAnswer(404, { message: 'Not Found' });
const forbidden = () =>
  jsonAnswer(403, { message: 'Forbidden' }, [
    ['x-amzn-requestid', randomUUID()],
    ['x-amzn-errortype', 'ForbiddenException'],
  ]);
