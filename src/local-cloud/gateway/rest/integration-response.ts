import type { HttpResponse, Properties } from '../../contract.ts';
import { statusOf } from '../answer.ts';
import { joined } from '../headers.ts';
import { firstAccepted } from './binary.ts';
import { internalError } from './failure.ts';
import { type IntegrationAnswer, mapResponse } from './mapping.ts';
import { responseHeaders } from './response-headers.ts';
import type { Visit } from './visit.ts';
import { template } from './vtl/template.ts';
import { type Overrides, templateVariables } from './vtl/variables.ts';

/** The answer of an integration with the text that selection patterns look at. */
export interface SelectableAnswer extends IntegrationAnswer {
  /** `errorMessage` of a function, else the status. */
  selection: string;
}

/**
 * The answer to the client: the integration response whose pattern fits, else the one without pattern; its parameters,
 * its template (developer guide, "Set up an integration response").
 */
export async function integrationResponse(
  visit: Visit,
  answer: SelectableAnswer,
  overrides: Overrides,
): Promise<HttpResponse> {
  const rules: Properties[] = visit.method?.integration.IntegrationResponses ?? [];
  const rule =
    rules.find(({ SelectionPattern }) => SelectionPattern && fits(SelectionPattern, answer.selection)) ??
    rules.find(({ SelectionPattern }) => !SelectionPattern);
  if (!rule)
    throw internalError(`no integration response fits "${answer.selection}", and there is no default one`);
  const mapped = mapResponse(rule.ResponseParameters ?? {}, answer, visit);
  const { type, text } = templateFor(rule.ResponseTemplates ?? {}, visit);
  const incoming = converted(answer, rule.ContentHandling, visit, text !== undefined);
  let body = incoming;
  if (text) {
    try {
      const render = await template(text);
      body = Buffer.from(render(templateVariables(visit, incoming.toString(), overrides)));
    } catch (error) {
      throw internalError(`the response template fails: ${(error as Error).message}`);
    }
  }
  const { header, status } = overrides.responseOverride;
  const merged = new Map(
    mapped.map(([name, value]) => [name.toLowerCase(), [name, value] as [string, string]]),
  );
  for (const [name, value] of Object.entries(header))
    if (value !== undefined && value !== null) merged.set(name.toLowerCase(), [name, String(value)]);
  if (!merged.has('content-type')) merged.set('content-type', ['content-type', type]);
  return {
    // An override that is no status is left out (observed).
    status: statusOf(status) ?? Number(rule.StatusCode),
    headers: responseHeaders([...merged.values()]),
    body,
  };
}

/** Patterns are Java regular expressions on the whole text; line breaks count as any character here. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(text);
  } catch {
    return false;
  }
}

/** The template for what the client accepts, else that for JSON, else the first. */
function templateFor(templates: Record<string, string>, visit: Visit): { type: string; text?: string } {
  const names = Object.keys(templates);
  if (names.length === 0) return { type: 'application/json' };
  const accepted = firstAccepted(joined(visit.arrival.headers, 'accept'));
  const type = [accepted, 'application/json'].find((name) => Object.hasOwn(templates, name)) ?? names[0]!;
  return { type, text: templates[type] };
}

/**
 * The body with its content handling; without one, a body that no template maps becomes what the client accepts first
 * (developer guide, "Content type conversions").
 */
function converted(
  { body, headers }: IntegrationAnswer,
  handling: string | undefined,
  visit: Visit,
  isMapped: boolean,
): Buffer {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const isBinary = visit.api.binary(type.split(';')[0]!.trim().toLowerCase());
  const accepts = visit.api.binary(firstAccepted(joined(visit.arrival.headers, 'accept')));
  const wanted = handling ?? (isMapped ? undefined : accepts ? 'CONVERT_TO_BINARY' : 'CONVERT_TO_TEXT');
  if (isBinary) return wanted === 'CONVERT_TO_TEXT' ? Buffer.from(body.toString('base64')) : body;
  return wanted === 'CONVERT_TO_BINARY' ? Buffer.from(body.toString(), 'base64') : body;
}
