import { mediaType } from '../arrival.ts';
import { joined } from '../headers.ts';
import { Failure } from './failure.ts';
import type { PlanLimits } from './throttling.ts';
import type { Visit } from './visit.ts';

/**
 * The API key of a method that wants one: the limits of its usage plan.
 * @throws Failure 403 without a key of a usage plan of the stage
 */
export function checkApiKey(visit: Visit): PlanLimits | undefined {
  const { api, stage, method, arrival } = visit;
  if (!method?.needsKey) return undefined;
  const given = api.keys.source === 'AUTHORIZER' ? visit.usageKey : joined(arrival.headers, 'x-api-key');
  const key = given === undefined ? undefined : api.keys.find(given, stage.name);
  if (!key)
    throw new Failure('INVALID_API_KEY', 'Forbidden', {
      reason: given ? 'the API key is in no usage plan of the stage' : 'the method needs an API key',
    });
  visit.identity = { ...visit.identity, apiKey: key.value, apiKeyId: key.id };
  return key.limits;
}

/**
 * Required parameters and the body, where the method has a validator (developer guide, "Request validation").
 * @throws Failure 400
 */
export function validate(visit: Visit): void {
  const { method, arrival } = visit;
  if (!method) return;
  const missing = method.required.filter((parameter) => !isThere(parameter, visit)).map(({ name }) => name);
  if (missing.length > 0)
    throw new Failure(
      'BAD_REQUEST_PARAMETERS',
      `Missing required request parameters: [${missing.join(', ')}]`,
    );
  const faults = method.validateBody?.(mediaType(arrival.headers))?.(arrival.request.body) ?? [];
  if (faults.length > 0)
    throw new Failure('BAD_REQUEST_BODY', 'Invalid request body', { reason: `[${faults.join(', ')}]` });
}

function isThere(
  { place, name }: { place: string; name: string },
  { arrival, pathParameters }: Visit,
): boolean {
  if (place === 'header') return Boolean(joined(arrival.headers, name));
  if (place === 'path') return Boolean(pathParameters[name]);
  return arrival.query.some(([key, value]) => key === name && value !== '');
}
