import type { Model, Properties, Resource } from '../../contract.ts';
import { writtenOut } from '../authorizers/policy.ts';
import { byProperty } from '../grouping.ts';
import { pathTree } from '../path-tree.ts';
import type { RestApi, RestAuthorizer, RestMethod, RestPath, RestStage } from './api.ts';
import { compileApiKeys } from './api-keys.ts';
import { compileBinaryTypes } from './binary.ts';
import { compileGatewayResponses } from './gateway-response.ts';
import { type BodyValidator, compileModels } from './models.ts';
import { methodThrottles } from './throttling.ts';

/** Compiles the REST APIs of a model. */
export function compileRestApis(model: Model): RestApi[] {
  const byApi = (type: string) => byProperty(model, `AWS::ApiGateway::${type}`, 'RestApiId');
  const [resources, methods, stages] = [byApi('Resource'), byApi('Method'), byApi('Stage')];
  const [authorizers, validators] = [byApi('Authorizer'), byApi('RequestValidator')];
  const [responses, models] = [byApi('GatewayResponse'), byApi('Model')];
  return model.byType('AWS::ApiGateway::RestApi').map((resource) => {
    const api = emptyApi(resource, model, responses(resource.ref));
    const paths = pathsOf(resource, resources(api.id));
    const parts: Parts = {
      authorizers: new Map(
        authorizers(api.id).map((it) => [it.ref, { id: it.ref, properties: it.properties }]),
      ),
      validators: new Map(validators(api.id).map((it) => [it.ref, it.properties])),
      bodies: compileModels(models(api.id)),
    };
    const found = new Map<string, RestPath>();
    for (const { properties } of methods(api.id)) {
      const id = String(properties.ResourceId);
      const path = paths.get(id);
      if (path === undefined) continue;
      const place = found.get(id) ?? { id, path, methods: new Map() };
      place.methods.set(String(properties.HttpMethod), compileMethod(properties, parts));
      found.set(id, place);
    }
    api.list.push(...found.values());
    for (const place of api.list) api.paths.add(place.path, place);
    for (const stage of stages(api.id)) api.stages.set(stage.ref, compileStage(stage));
    return api;
  });
}

function emptyApi(resource: Resource, model: Model, responses: Resource[]): RestApi {
  const { region, account, ref, properties, path, arn } = resource;
  const partition = arn.split(':')[1] ?? 'aws';
  const executeArn = `arn:${partition}:execute-api:${region}:${account}:${ref}`;
  const types: string[] = properties.EndpointConfiguration?.Types ?? ['EDGE'];
  return {
    id: ref,
    resource,
    key: `api:${path}`,
    host: `${ref}.execute-api.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
    executeArn,
    stages: new Map(),
    paths: pathTree(),
    list: [],
    binary: compileBinaryTypes(properties.BinaryMediaTypes),
    gatewayResponses: compileGatewayResponses(responses),
    keys: compileApiKeys(model, resource),
    policy: properties.Policy && writtenOut(properties.Policy, executeArn),
    isEdge: types.includes('EDGE'),
    closed: properties.DisableExecuteApiEndpoint === true,
  };
}

/** Paths by resource id: each resource knows its parent and its own part. */
function pathsOf(api: Resource, resources: Resource[]): Map<string, string> {
  const byId = new Map(resources.map((resource) => [resource.ref, resource.properties]));
  const rootId = api.attribute('RootResourceId');
  const paths = new Map([[rootId, '/']]);
  const pathOf = (id: string): string => {
    const known = paths.get(id);
    const properties = byId.get(id);
    if (known !== undefined || !properties) return known ?? '';
    const parent = pathOf(String(properties.ParentId));
    const path = `${parent === '/' ? '' : parent}/${properties.PathPart}`;
    paths.set(id, path);
    return path;
  };
  for (const id of byId.keys()) pathOf(id);
  return paths;
}

interface Parts {
  authorizers: Map<string, RestAuthorizer>;
  validators: Map<string, Properties>;
  bodies: (modelName: string) => BodyValidator;
}

function compileMethod(properties: Properties, { authorizers, validators, bodies }: Parts): RestMethod {
  const validator = validators.get(properties.RequestValidatorId);
  const required = Object.entries(properties.RequestParameters ?? {}).filter(([, needed]) => needed === true);
  const models: Record<string, string> = properties.RequestModels ?? {};
  const integration = properties.Integration ?? {};
  return {
    method: properties.HttpMethod,
    authorization: properties.AuthorizationType ?? 'NONE',
    authorizer: authorizers.get(properties.AuthorizerId),
    scopes: properties.AuthorizationScopes ?? [],
    needsKey: properties.ApiKeyRequired === true,
    required: validator?.ValidateRequestParameters ? required.flatMap(([key]) => parameterOf(key)) : [],
    ...(validator?.ValidateRequestBody
      ? {
          validateBody: (type: string) => {
            const model = models[type || 'application/json'] ?? models.$default;
            return model === undefined ? undefined : bodies(model);
          },
        }
      : {}),
    integration,
    methodResponses: new Map(
      (properties.MethodResponses ?? []).map((it: Properties) => [
        String(it.StatusCode),
        it.ResponseParameters ?? {},
      ]),
    ),
    timeout: Number(integration.TimeoutInMillis ?? 29_000),
  };
}

function parameterOf(key: string): RestMethod['required'] {
  const [, place, name] =
    /^method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.(.+)$/.exec(key) ??
    [];
  if (!name) return [];
  return [{ place: place!.replace('multivalue', '') as 'header' | 'path' | 'querystring', name }];
}

const compileStage = ({ ref, properties, arn }: Resource): RestStage => ({
  name: ref,
  variables: properties.Variables ?? {},
  accessLog: properties.AccessLogSetting,
  deploymentId: String(properties.DeploymentId ?? ''),
  arn,
  throttles: methodThrottles(properties.MethodSettings),
});
