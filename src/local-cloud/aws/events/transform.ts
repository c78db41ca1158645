import type { Properties } from '../../contract.ts';
import { valueAt } from './json-path.ts';
import type { BusEvent, Rule, Target } from './store.ts';

/**
 * What a target gets: a constant, a part of the event, a filled template, or the whole event, as JSON text. A template that
 * does not give JSON gives `undefined`: EventBridge delivers nothing then (user guide, "Amazon EventBridge input transformation").
 */
export function inputOf(target: Target, event: BusEvent, rule: Rule, now: number): string | undefined {
  if (typeof target.Input === 'string') return target.Input;
  if (typeof target.InputPath === 'string') return JSON.stringify(valueAt(event, target.InputPath)) ?? 'null';
  if (!target.InputTransformer) return JSON.stringify(event);
  return fill(target.InputTransformer, event, rule, now);
}

/** Names that every template knows. The event in its short form has no detail and writes `detailType`. */
function predefined(event: BusEvent, rule: Rule, now: number): Record<string, unknown> {
  const { detail: _, 'detail-type': detailType, ...rest } = event;
  return {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': new Date(now).toISOString(),
    'aws.events.event': { ...rest, detailType },
    'aws.events.event.json': event,
  };
}

function fill(transformer: Properties, event: BusEvent, rule: Rule, now: number): string | undefined {
  const paths: Record<string, string> = transformer.InputPathsMap ?? {};
  const own = Object.entries(paths).map(([name, path]) => [name, valueAt(event, String(path))]);
  const values = new Map<string, unknown>(Object.entries(predefined(event, rule, now)));
  for (const [name, value] of own) values.set(name as string, value);
  const template = String(transformer.InputTemplate ?? '').trim();
  return template.startsWith('"') ? fillText(template, values) : fillJson(template, values);
}

const placeholder = /<([\w.-]+)>/g;

/** Lines of quoted text; objects and lists lose their quotes. */
function fillText(template: string, values: Map<string, unknown>): string {
  return template.replace(placeholder, (whole, name) => {
    if (!values.has(name)) return whole;
    const value = values.get(name);
    if (typeof value === 'string') return value;
    return value === undefined ? '' : JSON.stringify(value).replaceAll('"', '');
  });
}

/** A JSON document: a placeholder stands for a whole value, or for text inside of a string. */
function fillJson(template: string, values: Map<string, unknown>): string | undefined {
  const text = template.replace(/"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g, (part, name) => {
    if (part.startsWith('"'))
      return part.replace(placeholder, (whole, inner) => inString(whole, inner, values));
    if (!values.has(name)) return part;
    return JSON.stringify(values.get(name) ?? '');
  });
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

function inString(whole: string, name: string, values: Map<string, unknown>): string {
  if (!values.has(name)) return whole;
  const value = values.get(name) ?? '';
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}

/** Placeholders of a template that nothing fills. */
export function unknownPlaceholders({ InputPathsMap = {}, InputTemplate = '' }: Properties): string[] {
  const names = [...String(InputTemplate).matchAll(placeholder)].map(([, name]) => name!);
  return names.filter((name) => !(name in InputPathsMap) && !name.startsWith('aws.events.'));
}
