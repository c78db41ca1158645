import type { HttpRequest, HttpResponse, Properties } from '../../contract.ts';
import type { HeaderList } from '../headers.ts';
import { type HeaderMap, joined } from '../headers.ts';

/** CORS of an HTTP API, header values ready made. */
export interface Cors {
  allows(origin: string): boolean;
  anyOrigin: boolean;
  /** Headers on every answer to an allowed origin. */
  common: HeaderList;
  /** Headers on the answer to a preflight request besides. */
  preflight: HeaderList;
}

/** Compiles `CorsConfiguration`; `undefined` when there is none. */
export function compileCors(configuration: Properties | undefined): Cors | undefined {
  if (!configuration) return undefined;
  const list = (name: string): string[] => configuration[name] ?? [];
  const origins = list('AllowOrigins').map((origin) => origin.toLowerCase());
  const prefixes = origins.filter((origin) => origin.endsWith('://*')).map((origin) => origin.slice(0, -1));
  const anyOrigin = origins.includes('*');
  const header = (name: string, values: string[]): HeaderList =>
    values.length > 0 ? [[name, values.join(',')]] : [];
  const { AllowCredentials, MaxAge } = configuration;
  return {
    anyOrigin,
    allows: (origin) => {
      const given = origin.toLowerCase();
      return anyOrigin || origins.includes(given) || prefixes.some((prefix) => given.startsWith(prefix));
    },
    common: [
      ...(AllowCredentials === true
        ? ([['access-control-allow-credentials', 'true']] satisfies HeaderList)
        : []),
      ...header('access-control-expose-headers', list('ExposeHeaders')),
    ],
    preflight: [
      ...header('access-control-allow-methods', list('AllowMethods')),
      // Header names are kept in lower case.
      ...header(
        'access-control-allow-headers',
        list('AllowHeaders').map((name) => name.toLowerCase()),
      ),
      ...(MaxAge === undefined ? [] : ([['access-control-max-age', String(MaxAge)]] satisfies HeaderList)),
    ],
  };
}

export const isPreflight = ({ method }: HttpRequest, headers: HeaderMap): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

/**
 * The answer to a preflight request that no route takes. A route that takes OPTIONS (`ANY`, `$default`) gets it instead,
 * with its authorizer (developer guide, "Configure CORS for HTTP APIs", the `$default` route and an authorizer).
 */
export const preflightAnswer = (): HttpResponse => ({ status: 204, headers: [], body: Buffer.alloc(0) });

/** Puts the API's CORS headers on an answer in place of what the integration says about CORS. */
export function withCors(
  cors: Cors,
  request: HttpRequest,
  headers: HeaderMap,
  response: HttpResponse,
): HttpResponse {
  const own = response.headers.filter(([name]) => !name.startsWith('access-control-'));
  const origin = joined(headers, 'origin');
  if (origin === undefined || !cors.allows(origin)) return { ...response, headers: own };
  const added: HeaderList = [
    ['access-control-allow-origin', cors.anyOrigin ? '*' : origin],
    ...cors.common,
    ...(isPreflight(request, headers) ? cors.preflight : []),
  ];
  return { ...response, headers: [...own, ...added] };
}
