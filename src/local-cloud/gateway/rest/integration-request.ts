import { mediaType } from '../arrival.ts';
import { withStageVariables } from '../invoke.ts';
import { Failure, internalError } from './failure.ts';
import { type Mapped, mapRequest } from './mapping.ts';
import type { Visit } from './visit.ts';
import { template } from './vtl/template.ts';
import { noOverrides, type Overrides, templateVariables } from './vtl/variables.ts';

/** The request to an integration that is not a proxy. */
export interface IntegrationRequest extends Mapped {
  method: string;
  /** With path parameters and stage variables filled in. */
  uri: string;
  body: Buffer;
  /** What the request template sets for the answer. */
  overrides: Overrides;
}

/** Headers that a mapping may not set: the request fails (developer guide, "Important notes"; observed). */
const illegal = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
]);

/**
 * Maps the request: parameters first, then the body by the template of its media type, whose overrides win over the
 * parameters (developer guide, "Mapping template overrides").
 * @throws Failure 415 when no template fits and the body may not pass
 */
export async function integrationRequest(visit: Visit): Promise<IntegrationRequest> {
  const integration = visit.method?.integration ?? {};
  const text = templateFor(visit);
  const mapped = mapRequest(integration.RequestParameters ?? {}, visit);
  for (const name of Object.keys(mapped.header))
    if (illegal.has(name.toLowerCase())) throw internalError(`the header ${name} may not be mapped`);
  const overrides = noOverrides();
  const incoming = incomingBody(visit);
  let body = incoming;
  if (text) {
    try {
      const render = await template(text);
      body = Buffer.from(render(templateVariables(visit, incoming.toString(), overrides)));
    } catch (error) {
      throw internalError(`the request template fails: ${(error as Error).message}`);
    }
  }
  const { header, querystring, path } = overrides.requestOverride;
  Object.assign(mapped.header, texts(header));
  Object.assign(mapped.querystring, texts(querystring));
  Object.assign(mapped.path, texts(path));
  const method = integration.IntegrationHttpMethod;
  return {
    ...mapped,
    method: !method || method === 'ANY' ? visit.arrival.request.method : method,
    uri: filledUri(String(integration.Uri ?? ''), mapped.path, visit.stage.variables),
    body,
    overrides,
  };
}

/** The template for the body's media type; a request without content type counts as JSON. */
function templateFor(visit: Visit): string | undefined {
  const { RequestTemplates, PassthroughBehavior = 'WHEN_NO_MATCH' } = visit.method?.integration ?? {};
  const templates: Record<string, string> = RequestTemplates ?? {};
  const type = mediaType(visit.arrival.headers) || 'application/json';
  const found = templates[type] ?? templates.$default;
  const mayPass =
    PassthroughBehavior === 'WHEN_NO_MATCH' ||
    (PassthroughBehavior === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length === 0);
  if (found === undefined && !mayPass)
    throw new Failure('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type', {
      reason: `no request template for ${type}`,
    });
  return found;
}

/** The body with its content handling (developer guide, "Content type conversions"). */
function incomingBody(visit: Visit): Buffer {
  const { body } = visit.arrival.request;
  const handling = visit.method?.integration.ContentHandling;
  const isBinary = visit.api.binary(mediaType(visit.arrival.headers));
  if (isBinary && handling === 'CONVERT_TO_TEXT') return Buffer.from(body.toString('base64'));
  if (!isBinary && handling === 'CONVERT_TO_BINARY') return Buffer.from(body.toString(), 'base64');
  return body;
}

/** `{name}` of a URI is filled from mapped path parameters alone; a greedy value keeps its slashes. */
export const filledUri = (
  uri: string,
  path: Record<string, string>,
  variables: Record<string, string>,
): string =>
  withStageVariables(uri, variables).replace(/\{([^}]+)\}/g, (whole, name: string) => {
    const value = path[name.replace(/\+$/, '')];
    return value === undefined ? whole : value;
  });

const texts = (record: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
