import type { Draft } from './option.ts';
import { readServices, type Service } from './services.ts';

/** The workspace of what answers at the host that services share; a name that no service may have. */
export const frontService = 'api';

/**
 * What passes the paths of a shared host on to the services: API mappings, which a domain name of API Gateway has for
 * APIs of its own account and Region alone, or a CloudFront distribution, which reaches any.
 */
export type Front = 'mapping' | 'distribution';

/** What shares a host of these answers; `undefined` where each service has its own. */
export function frontOf(draft: Draft): Front | undefined {
  if (draft.domainStyle !== 'path') return undefined;
  const places = servicesOf(draft).map(({ account, region }) => `${account} ${region || draft.region}`);
  return new Set(places).size === 1 ? 'mapping' : 'distribution';
}

/** The front as a service of its own: where its app is deployed. */
export function frontHome(draft: Draft): Service {
  const [first] = servicesOf(draft);
  return frontOf(draft) === 'mapping' && first
    ? { ...first, name: frontService }
    : { name: frontService, account: String(draft.edgeAccount ?? ''), region: '' };
}

/** Every fault of a style of the services' addresses. */
export function domainStyleFaults(style: string, draft: Draft): string[] {
  if (style === 'path' && draft.endpoint === 'edge')
    return [
      '--domain-style path needs Regional APIs behind the host that they share. Leave out --endpoint edge, or give --domain-style subdomain.',
    ];
  const { auth = 'none' } = draft;
  const front = frontOf({ ...draft, domainStyle: style });
  if (auth !== 'none' && front === 'mapping')
    return [
      `--domain-style path in one account takes the name of the service off the paths of its API, by which --auth ${auth} knows what callers may do. Give --domain-style subdomain.`,
    ];
  // A signature holds the host (Signature Version 4), and API Gateway finds an API behind a distribution by its own.
  if (auth === 'iam' && front === 'distribution')
    return [
      '--domain-style path puts a CloudFront before services of several accounts or Regions, which asks them under another host than callers have signed for with --auth iam. Give --domain-style subdomain.',
    ];
  return [];
}

/** Every fault of the account whose CloudFront stands before services of other accounts. */
export function edgeAccountFaults(account: string, draft: Draft): string[] {
  if (account === '') {
    return servicesOf(draft).some((service) => service.account !== '')
      ? [
          '--domain-style path across accounts needs --edge-account, the account of the CloudFront that the services share. Give one, or --domain-style subdomain.',
        ]
      : [];
  }
  return /^\d{12}$/.test(account)
    ? []
    : [`"${account}" is not an AWS account id. Give the 12 digits of the edge account.`];
}

/** The services of answers that are being collected. */
export function servicesOf({ services }: Draft): Service[] {
  return readServices(typeof services === 'string' ? [services] : services);
}
