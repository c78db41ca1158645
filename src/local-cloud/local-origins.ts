import type { HttpRequest, HttpResponse, Site } from './contract.ts';

/**
 * Between the origins that the templates speak of (`https://d111.cloudfront.net`, `https://api.example.com`) and those
 * at which a browser finds them here (`http://127.0.0.1:4502`). CORS, redirects and content security policies compare
 * origins, so a browser has to see local ones and the rooms those of the templates.
 */
export interface LocalOrigins {
  /** The request with its `Origin` and `Referer` as they would be on AWS. */
  toAws(request: HttpRequest): HttpRequest;
  /** The response with the origins of this project's sites as the browser knows them. */
  toBrowser(response: HttpResponse, request: HttpRequest): HttpResponse;
}

/** @param urls `http://127.0.0.1:PORT` by site key, and that of the AWS endpoint by `endpoint` */
export function localOrigins(sites: () => readonly Site[], urls: ReadonlyMap<string, string>): LocalOrigins {
  const open = () =>
    sites().flatMap((site) => (urls.has(site.key) ? [{ hosts: site.hosts, url: urls.get(site.key)! }] : []));
  const urlOf = (host: string) => open().find(({ hosts }) => hosts.includes(host))?.url;
  // A site with a domain of its own is known by that one: it comes after AWS's.
  const awsOrigin = (origin: string) => {
    const local = origin.replace('://localhost:', '://127.0.0.1:');
    const host = open()
      .find(({ url }) => url === local)
      ?.hosts.at(-1);
    return host ? `https://${host}` : undefined;
  };
  const localise = (text: string) => localiseOrigins(text, urlOf);
  const withLocalSources = (policy: string) =>
    policy.replace(
      /https:\/\/(\*\.)?([a-z0-9.-]+)/gi,
      (whole, wildcard: string | undefined, host: string) => {
        const fits = (name: string) => (wildcard ? name.endsWith(`.${host}`) : name === host);
        const local = open().flatMap(({ hosts, url }) => (hosts.some(fits) ? url : []));
        const endpoint = urls.get('endpoint');
        if (endpoint && localiseUserPools(whole, endpoint) !== whole) local.push(endpoint);
        return [whole, ...local].join(' ');
      },
    );
  return {
    toAws: (request) => ({
      ...request,
      headers: request.headers.map(([name, value]) => {
        if (name !== 'origin' && name !== 'referer') return [name, value];
        const [origin = ''] = /^https?:\/\/[^/]+/.exec(value) ?? [];
        const aws = awsOrigin(origin);
        return [name, aws ? aws + value.slice(origin.length) : value];
      }),
    }),
    toBrowser: (response, request) => {
      const sent = request.headers.find(([name]) => name === 'origin')?.[1];
      const headers = response.headers.map(([name, value]): [string, string] => {
        const lower = name.toLowerCase();
        if (lower === 'access-control-allow-origin') {
          return [name, sent !== undefined && awsOrigin(sent) === value ? sent : localise(value)];
        }
        if (lower === 'location') return [name, localise(value)];
        return lower === 'content-security-policy' ? [name, withLocalSources(value)] : [name, value];
      });
      return { ...response, headers };
    },
  };
}

/** Text in which `https://<host>` is replaced by where the host is served here; other hosts stay. */
export function localiseOrigins(text: string, urlOf: (host: string) => string | undefined): string {
  return text.replace(
    /https:\/\/([a-z0-9][a-z0-9.-]*[a-z0-9])/gi,
    (whole, host: string) => urlOf(host.toLowerCase()) ?? whole,
  );
}

/**
 * Text in which Cognito's API, which pages call without a signature, is replaced by the AWS endpoint of here. With a path
 * it names a user pool, as the issuer of tokens does, and stays.
 */
export function localiseUserPools(text: string, endpoint: string): string {
  return text.replace(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?!\/?[\w.:-])/gi, endpoint);
}
