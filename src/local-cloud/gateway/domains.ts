import type { HttpRequest, Model, Resource } from '../contract.ts';
import type { Target } from './arrival.ts';

/** One mapping of a custom domain: the start of the path that leads to a stage of an API. */
export interface Mapping {
  /** Without slashes at its ends; empty for all that no other mapping takes. */
  key: string;
  apiId: string;
  /** `undefined` when the mapping leaves the stage to the path (REST APIs). */
  stage?: string;
}

/** A custom domain with its mappings, longest key first. */
export interface Domain {
  name: string;
  /** What makes the domain; when another app does, the first mapping. */
  resource: Resource;
  /** All names that lead here: its own and API Gateway's. */
  hosts: string[];
  /** Asks callers for a certificate. Whose authority signed it is not checked here. */
  mutualTls: boolean;
  mappings: Mapping[];
}

/** Custom domains of both kinds of API; the mappings of either kind may lead to APIs of the other. */
export function compileDomains(model: Model): Domain[] {
  const mappings: MappingOfDomain[] = [
    ...model.byType('AWS::ApiGatewayV2::ApiMapping').map((resource) => ({
      resource,
      domain: String(resource.properties.DomainName),
      mapping: mappingOf(resource, 'ApiMappingKey', 'ApiId'),
    })),
    ...model
      .byType('AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2')
      .map((resource) => ({
        resource,
        domain: String(resource.properties.DomainName ?? resource.properties.DomainNameArn),
        mapping: mappingOf(resource, 'BasePath', 'RestApiId'),
      })),
  ];
  const made = model
    .byType('AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName')
    .map((resource) => {
      const names = [resource.ref, resource.arn, resource.properties.DomainName];
      return {
        name: String(resource.properties.DomainName ?? resource.ref),
        resource,
        hosts: hostsOf(resource),
        mutualTls: resource.properties.MutualTlsAuthentication?.TruststoreUri !== undefined,
        mappings: longestFirst(mappings.filter(({ domain }) => names.includes(domain))),
      };
    });
  const known = new Set(made.flatMap(({ mappings }) => mappings));
  return [...made, ...madeElsewhere(mappings.filter(({ mapping }) => !known.has(mapping)))];
}

const mappingOf = ({ properties }: Resource, key: string, api: string): Mapping => ({
  key: trimmed(properties[key]),
  apiId: properties[api],
  stage: properties.Stage,
});

interface MappingOfDomain {
  resource: Resource;
  domain: string;
  mapping: Mapping;
}

/** Domains that another app makes, as a template knows them that adds mappings to them: by their names. */
function madeElsewhere(mappings: readonly MappingOfDomain[]): Domain[] {
  const names = new Set(mappings.map(({ domain }) => domain));
  return [...names].map((name) => {
    const own = mappings.filter(({ domain }) => domain === name);
    const { resource } = own[0]!;
    return { name, resource, hosts: [name.toLowerCase()], mutualTls: false, mappings: longestFirst(own) };
  });
}

const longestFirst = (mappings: readonly MappingOfDomain[]): Mapping[] =>
  mappings.map(({ mapping }) => mapping).sort((a, b) => b.key.length - a.key.length);

/**
 * The mapping that a path takes, and where it leads: the longest key that is a whole part of the path
 * (developer guide, "Work with API mappings").
 */
export function route(
  { name, mappings }: Domain,
  { path }: HttpRequest,
): { mapping: Mapping; target: Target } | undefined {
  const mapping = mappings.find(({ key }) => key === '' || path === `/${key}` || path.startsWith(`/${key}/`));
  if (!mapping) return undefined;
  const below = mapping.key === '' ? path : path.slice(mapping.key.length + 1) || '/';
  if (mapping.stage !== undefined)
    return {
      mapping,
      target: { stage: mapping.stage, path: below, domainName: name, mappingKey: mapping.key },
    };
  const [, stage = '', rest = ''] = /^\/+([^/]*)(.*)$/.exec(below) ?? [];
  return {
    mapping,
    target: { stage, path: rest || '/', domainName: name, mappingKey: mapping.key || stage },
  };
}

/** The domain's own name comes last: it is the one that browsers know. */
function hostsOf(resource: Resource): string[] {
  const names: string[] = [];
  for (const attribute of ['RegionalDomainName', 'DistributionDomainName']) {
    try {
      names.push(resource.attribute(attribute));
    } catch {
      // This kind of domain has no such name.
    }
  }
  names.push(String(resource.properties.DomainName ?? resource.ref));
  return [...new Set(names.map((host) => host.toLowerCase()))];
}

const trimmed = (key: unknown): string => {
  const text = String(key ?? '').replace(/^\/+|\/+$/g, '');
  return text === '(none)' ? '' : text;
};
