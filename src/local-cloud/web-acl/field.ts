import type { HttpRequest, Properties } from '../contract.ts';
import { parseQuery } from '../gateway/query.ts';

/** The texts of a request that a statement looks at (AWS WAF developer guide, "Request components"). */
export function fieldTexts(field: Properties | undefined, request: HttpRequest): string[] {
  if (!field) return [];
  const { SingleHeader, SingleQueryArgument } = field;
  if (SingleHeader) {
    const wanted = nameOf(SingleHeader).toLowerCase();
    return request.headers.filter(([name]) => name === wanted).map(([, value]) => value);
  }
  if (SingleQueryArgument) {
    const wanted = nameOf(SingleQueryArgument).toLowerCase();
    return parseQuery(request.rawQuery)
      .filter(([name]) => name.toLowerCase() === wanted)
      .map(([, value]) => value);
  }
  if (field.AllQueryArguments) return parseQuery(request.rawQuery).map(([, value]) => value);
  if (field.UriPath) return [request.path];
  if (field.QueryString) return [request.rawQuery];
  if (field.Method) return [request.method];
  if (field.Body || field.JsonBody) return [request.body.toString()];
  if (field.Headers) return scoped(field.Headers, request.headers);
  if (field.Cookies) return scoped(field.Cookies, cookiesOf(request));
  return [];
}

const nameOf = (given: Properties | string): string =>
  typeof given === 'string' ? given : String(given.Name ?? given.name ?? '');

/** Keys, values or both, of all pairs or of those that the pattern picks. */
function scoped({ MatchPattern, MatchScope }: Properties, pairs: [string, string][]): string[] {
  const included: string[] | undefined = MatchPattern?.IncludedHeaders ?? MatchPattern?.IncludedCookies;
  const excluded: string[] = MatchPattern?.ExcludedHeaders ?? MatchPattern?.ExcludedCookies ?? [];
  const has = (list: string[], name: string) =>
    list.some((item) => item.toLowerCase() === name.toLowerCase());
  const kept = pairs.filter(([name]) => (included ? has(included, name) : !has(excluded, name)));
  return kept.flatMap(([name, value]) =>
    MatchScope === 'KEY' ? [name] : MatchScope === 'VALUE' ? [value] : [name, value],
  );
}

const cookiesOf = ({ headers }: HttpRequest): [string, string][] =>
  headers
    .filter(([name]) => name === 'cookie')
    .flatMap(([, line]) => line.split(';'))
    .map((pair) => {
      const [name = '', ...value] = pair.trim().split('=');
      return [name, value.join('=')];
    });
