import { asText, contextValue } from '../context.ts';
import { joined } from '../headers.ts';
import { contextOf, type Hit } from './hit.ts';

/** The value of an identity source: `$request.header.x`, `$request.querystring.x`, `$context.x`, `$stageVariables.x`. */
export function identityValue(source: string, hit: Hit): string | undefined {
  const [, place, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (place === 'request.header') return joined(hit.arrival.headers, name) || undefined;
  if (place === 'stageVariables') return hit.stage.variables[name] || undefined;
  if (place === 'context') {
    const value = contextValue(contextOf(hit), name);
    return value === undefined ? undefined : asText(value);
  }
  const values = hit.arrival.query.filter(([key]) => key === name).map(([, value]) => value);
  return values.join(',') || undefined;
}
