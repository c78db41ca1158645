import type { Model } from '../contract.ts';
import { isServedSubtype } from './http/service-integration.ts';
import type { Notice } from './notices.ts';
import type { RestApi, RestMethod } from './rest/api.ts';
import type { Compiled } from './sites.ts';

/** Names what of a model behaves differently here, and what AWS would refuse at the deploy. */
export function inspect(model: Model, { restApis }: Compiled, notice: Notice): void {
  for (const { path, properties } of model.byType('AWS::ApiGatewayV2::Integration')) {
    const { IntegrationSubtype } = properties;
    if (IntegrationSubtype && !isServedSubtype(IntegrationSubtype))
      notice(`The integration ${path} (${IntegrationSubtype}) is not served and answers 500.`);
  }
  for (const api of restApis.values()) inspectMethods(api, notice);
}

function inspectMethods({ list, resource }: RestApi, notice: Notice): void {
  const { properties, path } = resource;
  if (properties.EndpointConfiguration?.Types?.includes('PRIVATE'))
    notice(`The private API ${path} answers on this machine; its VPC endpoint is not modelled.`);
  for (const place of list)
    for (const method of place.methods.values())
      inspectMethod(`${method.method} ${place.path} of ${path}`, method, notice);
}

/** What CloudFormation refuses of a method's answers (API reference, PutIntegrationResponse). */
function inspectMethod(name: string, { integration, methodResponses }: RestMethod, notice: Notice): void {
  if (/:firehose:|:appconfig:/.test(String(integration.Uri)) && integration.Type === 'AWS_PROXY')
    notice(`The integration of ${name} is not served and answers 500.`);
  for (const { StatusCode, ResponseParameters = {} } of integration.IntegrationResponses ?? []) {
    const declared = methodResponses.get(String(StatusCode));
    if (!declared) {
      notice(
        `AWS refuses the integration response ${StatusCode} of ${name}: the method has no response with this status.`,
      );
      continue;
    }
    for (const target of Object.keys(ResponseParameters))
      if (!(target in declared))
        notice(`AWS refuses ${target} of ${name}: the method response ${StatusCode} does not declare it.`);
  }
}
