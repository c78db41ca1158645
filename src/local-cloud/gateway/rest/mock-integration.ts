import { internalError } from './failure.ts';
import type { IntegrationRequest } from './integration-request.ts';
import type { SelectableAnswer } from './integration-response.ts';

/**
 * A mock integration answers with the `statusCode` that the request template writes
 * (developer guide, "Set up mock integrations"). CDK writes it as `{ statusCode: 200 }`, without quotes.
 */
export function mockAnswer({ body }: IntegrationRequest): SelectableAnswer {
  const text = body.toString();
  const status = /^\s*\{[^{}]*?["']?statusCode["']?\s*:\s*(\d{3})\b/.exec(text)?.[1] ?? statusIn(text);
  if (status === undefined)
    throw internalError('the request template of the mock integration writes no statusCode');
  return { status: Number(status), headers: [], body: Buffer.alloc(0), selection: String(status) };
}

function statusIn(text: string): number | undefined {
  try {
    const status = (JSON.parse(text) as { statusCode?: unknown } | null)?.statusCode;
    return Number.isInteger(status) ? (status as number) : undefined;
  } catch {
    return undefined;
  }
}
