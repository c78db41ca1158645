import type { HttpRequest, Model, Properties } from '../contract.ts';
import { inRanges } from './address.ts';
import { matchesCountry } from './country.ts';
import { fieldTexts } from './field.ts';
import { transformed } from './transform.ts';

export interface Surroundings {
  model: Model;
  /** Labels that rules before this one have put on the request. */
  labels: ReadonlySet<string>;
}

/** Whether a request matches a statement; one that is not evaluated here matches nothing. */
export function matchesStatement(
  statement: Properties | undefined,
  request: HttpRequest,
  around: Surroundings,
): boolean {
  const [kind = '', body] = (Object.entries(statement ?? {})[0] ?? []) as [string?, Properties?];
  if (!body) return false;
  switch (kind) {
    case 'AndStatement':
      return body.Statements.every((inner: Properties) => matchesStatement(inner, request, around));
    case 'OrStatement':
      return body.Statements.some((inner: Properties) => matchesStatement(inner, request, around));
    case 'NotStatement':
      return !matchesStatement(body.Statement, request, around);
    case 'ByteMatchStatement':
      return byteMatch(body, request);
    case 'RegexMatchStatement':
      return anyText(body, request, (text) => matchesExpression(String(body.RegexString), text));
    case 'RegexPatternSetReferenceStatement':
      return patternSet(body, request, around);
    case 'SizeConstraintStatement':
      return anyText(body, request, (text) => sizeFits(body, Buffer.byteLength(text)));
    case 'IPSetReferenceStatement':
      return ipSet(body, request, around);
    case 'GeoMatchStatement':
      return matchesCountry(body, request);
    case 'LabelMatchStatement':
      return labelled(String(body.Key), around.labels);
    default:
      return false;
  }
}

/** The developer guide's "String match rule statement". */
function byteMatch(body: Properties, request: HttpRequest): boolean {
  const wanted = body.SearchStringBase64
    ? Buffer.from(body.SearchStringBase64, 'base64').toString()
    : String(body.SearchString ?? '');
  const compare = constraints[body.PositionalConstraint];
  return compare !== undefined && anyText(body, request, (text) => compare(text, wanted));
}

const constraints: Record<string, (text: string, wanted: string) => boolean> = {
  CONTAINS: (text, wanted) => text.includes(wanted),
  CONTAINS_WORD: (text, wanted) =>
    text.split(/[^A-Za-z0-9_]+/).includes(wanted) ||
    new RegExp(`(^|[^A-Za-z0-9_])${wanted.replace(/[^\w]/g, '\\$&')}($|[^A-Za-z0-9_])`).test(text),
  ENDS_WITH: (text, wanted) => text.endsWith(wanted),
  EXACTLY: (text, wanted) => text === wanted,
  STARTS_WITH: (text, wanted) => text.startsWith(wanted),
};

function anyText(body: Properties, request: HttpRequest, check: (text: string) => boolean): boolean {
  return fieldTexts(body.FieldToMatch, request).some((text) =>
    check(transformed(text, body.TextTransformations)),
  );
}

function matchesExpression(source: string, text: string): boolean {
  try {
    // `(?i)` at the start is written as a flag in JavaScript.
    const caseless = source.startsWith('(?i)');
    return new RegExp(caseless ? source.slice(4) : source, caseless ? 'i' : '').test(text);
  } catch {
    return false;
  }
}

function patternSet(body: Properties, request: HttpRequest, { model }: Surroundings): boolean {
  const set = model.find(String(body.Arn), 'AWS::WAFv2::RegexPatternSet');
  const sources: string[] = set?.properties.RegularExpressionList ?? [];
  return anyText(body, request, (text) => sources.some((source) => matchesExpression(source, text)));
}

function sizeFits({ ComparisonOperator, Size }: Properties, size: number): boolean {
  const limit = Number(Size);
  const holds: Record<string, boolean> = {
    EQ: size === limit,
    NE: size !== limit,
    LE: size <= limit,
    LT: size < limit,
    GE: size >= limit,
    GT: size > limit,
  };
  return holds[ComparisonOperator] ?? false;
}

function ipSet(body: Properties, request: HttpRequest, { model }: Surroundings): boolean {
  const set = model.find(String(body.Arn), 'AWS::WAFv2::IPSet');
  const header = body.IPSetForwardedIPConfig?.HeaderName?.toLowerCase();
  const given = header && request.headers.find(([name]) => name === header);
  const forwarded = given ? given[1].split(',')[0]!.trim() : '';
  return inRanges(forwarded || request.sourceIp, set?.properties.Addresses ?? []);
}

/** A key names a whole label or its end: `name`, `namespace:name`. */
const labelled = (key: string, labels: ReadonlySet<string>): boolean =>
  [...labels].some((label) => label === key || label.endsWith(`:${key}`));
