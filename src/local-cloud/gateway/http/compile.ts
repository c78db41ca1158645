import type { Model, Properties, Resource } from '../../contract.ts';
import { byProperty } from '../grouping.ts';
import { functionOf } from '../invoke.ts';
import { pathTree } from '../path-tree.ts';
import { bucketFor, settingLimits } from '../throttle.ts';
import type { HttpApi, HttpAuthorizer, HttpIntegration, HttpRoute, HttpStage } from './api.ts';
import { compileCors } from './cors.ts';

/** Compiles the HTTP APIs of a model; WebSocket APIs are not among them. */
export function compileHttpApis(model: Model): HttpApi[] {
  const byApi = (type: string) => byProperty(model, `AWS::ApiGatewayV2::${type}`, 'ApiId');
  const [integrations, authorizers] = [byApi('Integration'), byApi('Authorizer')];
  const [routes, stages] = [byApi('Route'), byApi('Stage')];
  return model
    .byType('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === 'HTTP')
    .map((resource) => {
      const api = emptyApi(resource);
      const own = {
        integrations: new Map(integrations(api.id).map((it) => [it.ref, compileIntegration(it)])),
        authorizers: new Map(authorizers(api.id).map((it) => [it.ref, compileAuthorizer(it)])),
      };
      for (const route of routes(api.id)) addRoute(api, compileRoute(route.properties, own));
      for (const stage of stages(api.id)) api.stages.set(stage.ref, compileStage(stage));
      if (resource.properties.Target) addQuickCreate(api, resource);
      return api;
    });
}

function emptyApi(resource: Resource): HttpApi {
  const { region, account, ref, properties, path, arn } = resource;
  const partition = arn.split(':')[1] ?? 'aws';
  return {
    id: ref,
    resource,
    key: `api:${path}`,
    host: `${ref}.execute-api.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
    executeArn: `arn:${partition}:execute-api:${region}:${account}:${ref}`,
    stages: new Map(),
    routes: pathTree(),
    list: [],
    cors: compileCors(properties.CorsConfiguration),
    closed: properties.DisableExecuteApiEndpoint === true,
  };
}

function addRoute(api: HttpApi, route: HttpRoute): void {
  api.list.push(route);
  if (route.key === '$default') {
    api.fallback = route;
    return;
  }
  const method = route.key.split(' ')[0]!;
  api.routes.add(route.path, new Map([[method, route]]), (old, more) => new Map([...old, ...more]));
}

interface Parts {
  integrations: Map<string, HttpIntegration>;
  authorizers: Map<string, HttpAuthorizer>;
}

function compileRoute(properties: Properties, { integrations, authorizers }: Parts): HttpRoute {
  const key = String(properties.RouteKey);
  return {
    key,
    path: key.includes(' ') ? key.slice(key.indexOf(' ') + 1) : key,
    authorization: properties.AuthorizationType ?? 'NONE',
    authorizer: authorizers.get(properties.AuthorizerId),
    scopes: properties.AuthorizationScopes ?? [],
    integration: integrations.get(String(properties.Target ?? '').replace('integrations/', '')),
  };
}

function compileIntegration({ ref, properties }: Resource): HttpIntegration {
  const { IntegrationType, IntegrationSubtype, IntegrationUri, PayloadFormatVersion } = properties;
  return {
    id: ref,
    kind: IntegrationSubtype ? 'service' : IntegrationType === 'AWS_PROXY' ? 'lambda' : 'http',
    properties,
    credentialsArn: properties.CredentialsArn,
    requestParameters: properties.RequestParameters ?? {},
    responseParameters: properties.ResponseParameters,
    functionUri: String(IntegrationUri ?? ''),
    payload: PayloadFormatVersion === '2.0' ? '2.0' : '1.0',
    timeout: Math.min(Number(properties.TimeoutInMillis ?? 30_000), 30_000),
  };
}

const compileAuthorizer = ({ ref, properties }: Resource): HttpAuthorizer => ({
  id: ref,
  properties,
  identitySources: properties.IdentitySource ?? [],
  functionArn: functionOf(properties.AuthorizerUri),
});

const compileStage = ({ ref, properties }: Resource): HttpStage => ({
  name: ref,
  variables: properties.StageVariables ?? {},
  accessLog: properties.AccessLogSettings,
  throttles: routeThrottles(properties),
});

/** Buckets of a stage's routes: the settings of the route, else those of all (developer guide, "Throttle requests to your HTTP APIs"). */
function routeThrottles({ RouteSettings = {}, DefaultRouteSettings }: Properties): HttpStage['throttles'] {
  const settings: Record<string, Properties> = RouteSettings;
  if (![...Object.values(settings), DefaultRouteSettings].some((each) => settingLimits(each)))
    return undefined;
  return bucketFor(({ key }) => settingLimits(settings[key]) ?? settingLimits(DefaultRouteSettings));
}

/** An API with a target of its own: one route, `$default` unless it says another, and a `$default` stage. */
function addQuickCreate(api: HttpApi, { properties }: Resource): void {
  const { Target, RouteKey = '$default', CredentialsArn } = properties;
  const isFunction = functionOf(Target) !== undefined;
  const integration: HttpIntegration = {
    id: 'quick',
    kind: isFunction ? 'lambda' : 'http',
    properties: { IntegrationUri: Target, IntegrationMethod: 'ANY' },
    credentialsArn: CredentialsArn,
    requestParameters: {},
    functionUri: Target,
    payload: isFunction ? '2.0' : '1.0',
    timeout: 30_000,
  };
  addRoute(api, {
    ...compileRoute({ RouteKey }, { integrations: new Map(), authorizers: new Map() }),
    integration,
  });
  if (!api.stages.has('$default')) api.stages.set('$default', { name: '$default', variables: {} });
}
