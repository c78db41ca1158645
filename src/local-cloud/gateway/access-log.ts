import type { Cloud, Properties } from '../contract.ts';
import { type ContextVariables, fillContext } from './context.ts';

/**
 * Writes one line of a stage's access log. A variable without value is `-`
 * (developer guide, "Customize HTTP API access logs").
 */
export function logAccess(
  cloud: Cloud,
  source: string,
  traceId: string,
  settings: Properties | undefined,
  context: () => ContextVariables,
): void {
  const format = settings?.Format;
  if (typeof format !== 'string') return;
  cloud.trace({ traceId, kind: 'log', source, text: fillContext(format, context(), '-') });
}
