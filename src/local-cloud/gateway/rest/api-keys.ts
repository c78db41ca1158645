import type { Model, Resource } from '../../contract.ts';
import { type PlanLimits, planLimits } from './throttling.ts';

/** An API key that a usage plan lets in. */
export interface ApiKey {
  id: string;
  value: string;
}

/** A key at a stage. */
export interface AllowedKey extends ApiKey {
  limits: PlanLimits;
}

export interface ApiKeys {
  /** Where the key comes from: the `x-api-key` header, or `usageIdentifierKey` of a Lambda authorizer. */
  source: 'HEADER' | 'AUTHORIZER';
  /** The enabled key with this value in a usage plan of the stage. */
  find(value: string, stage: string): AllowedKey | undefined;
}

/**
 * Keys that may call an API, by stage: enabled, and in a usage plan that has the stage
 * (developer guide, "Usage plans and API keys").
 */
export function compileApiKeys(model: Model, api: Resource): ApiKeys {
  const keys = new Map(
    model
      .byType('AWS::ApiGateway::ApiKey')
      .filter(({ properties }) => properties.Enabled === true)
      .map((key) => [key.ref, { id: key.ref, value: keyValue(key) }]),
  );
  const plans = new Map(model.byType('AWS::ApiGateway::UsagePlan').map((plan) => [plan.ref, plan]));
  const allowed = new Map<string, AllowedKey>();
  for (const planKey of model.byType('AWS::ApiGateway::UsagePlanKey')) {
    const { properties } = planKey;
    const key = keys.get(properties.KeyId);
    const plan = plans.get(properties.UsagePlanId)?.properties ?? {};
    for (const stage of plan.ApiStages ?? []) {
      if (key && stage.ApiId === api.ref)
        allowed.set(`${stage.Stage}\n${key.value}`, { ...key, limits: planLimits(planKey, plan, stage) });
    }
  }
  return {
    source: api.properties.ApiKeySourceType === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    find: (value, stage) => allowed.get(`${stage}\n${value}`),
  };
}

/** A key without a value gets one on AWS; here it follows from its id, 40 characters as there. */
export const keyValue = (key: Resource): string =>
  String(key.properties.Value ?? key.ref.repeat(Math.ceil(40 / key.ref.length)).slice(0, 40));
