import type { Model, Properties, Resource } from '../../contract.ts';
import type { Port } from '../views.ts';

/** Behaviours in the order in which CloudFront tries them. */
export function behavioursOf({ properties }: Resource): { port: Port; behaviour: Properties }[] {
  const config: Properties = properties.DistributionConfig ?? {};
  return [...(config.CacheBehaviors ?? []), { ...config.DefaultCacheBehavior, PathPattern: '*' }].map(
    (behaviour: Properties) => ({
      port: {
        id: behaviour.PathPattern,
        text: behaviour.PathPattern === '*' ? '* (default)' : behaviour.PathPattern,
      },
      behaviour,
    }),
  );
}

export const behaviourPorts = (distribution: Resource): Port[] =>
  behavioursOf(distribution).map(({ port }) => port);

/** A route of an HTTP API or a method of a REST API, with what it leads to. */
export interface Route {
  port: Port;
  /** Properties of the integration, of either kind of API. */
  integration: Properties;
  authorizer?: string;
}

export function routesOf(api: Resource, model: Model): Route[] {
  const routes = api.type === 'AWS::ApiGateway::RestApi' ? restRoutes(api, model) : httpRoutes(api, model);
  return routes.sort((one, other) => (pathFirst(one) < pathFirst(other) ? -1 : 1));
}

export const routePorts = (api: Resource, model: Model): Port[] =>
  routesOf(api, model).map(({ port }) => port);

function httpRoutes(api: Resource, model: Model): Route[] {
  return model
    .byType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties.ApiId === api.ref)
    .map(({ properties, logicalId }) => {
      const target = String(properties.Target ?? '').replace(/^integrations\//, '');
      return {
        port: { id: logicalId, text: String(properties.RouteKey) },
        integration: model.find(target, 'AWS::ApiGatewayV2::Integration')?.properties ?? {},
        authorizer: properties.AuthorizerId,
      };
    });
}

function restRoutes(api: Resource, model: Model): Route[] {
  return (
    model
      .byType('AWS::ApiGateway::Method')
      .filter(({ properties }) => properties.RestApiId === api.ref)
      // Preflights are answered by the API alone.
      .filter(
        ({ properties }) => properties.HttpMethod !== 'OPTIONS' || properties.Integration?.Type !== 'MOCK',
      )
      .map(({ properties, logicalId }) => ({
        port: {
          id: logicalId,
          text: `${properties.HttpMethod} ${restPath(properties.ResourceId, model)}`,
        },
        integration: properties.Integration ?? {},
        authorizer: properties.AuthorizerId,
      }))
  );
}

/** The order of routes: the methods of a path stand together. */
function pathFirst({ port }: Route): string {
  const [method = '', path = ''] = port.text.split(' ');
  return `${path} ${method}`;
}

/** The path of a resource of a REST API, from its parents. */
function restPath(id: string, model: Model): string {
  const resource = model.find(id, 'AWS::ApiGateway::Resource');
  if (!resource) return '/';
  const parent = restPath(resource.properties.ParentId, model);
  return `${parent === '/' ? '' : parent}/${resource.properties.PathPart}`;
}
