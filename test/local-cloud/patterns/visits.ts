import type { Model, Resource } from '../../../src/local-cloud/contract.ts';

type Visit = [url: string, method: string];

/**
 * A request to each route of each API, to each behaviour of each distribution, and for the path of each route through
 * each distribution, as some APIs answer to theirs alone: URL and method.
 */
export function visits(model: Model): Visit[] {
  const direct = [...httpVisits(model), ...restVisits(model)];
  const routes = direct.filter(([, method]) => method === 'GET').map(([url]) => new URL(url).pathname);
  return [...direct, ...distributionVisits(model, withoutStages(model, routes))];
}

/** Paths of routes as an origin with the stage in its path gets them. */
function withoutStages(model: Model, paths: string[]): string[] {
  const stages = model.byType('AWS::ApiGateway::Stage').map(({ properties }) => `/${properties.StageName}/`);
  const stageOf = (path: string) => stages.find((stage) => path.startsWith(stage));
  return paths.map((path) => path.slice((stageOf(path)?.length ?? 1) - 1));
}

const host = (apiId: string, region: string) => `https://${apiId}.execute-api.${region}.amazonaws.com`;
/** A path without parameters and wildcards. */
const plain = (path: string) => path.replace(/\{[^}]+\}|\*/g, 'x');

const httpVisits = (model: Model): Visit[] =>
  model.byType('AWS::ApiGatewayV2::Route').map(({ properties: { ApiId, RouteKey }, region }): Visit => {
    const [method = 'GET', path = '/'] = String(RouteKey).split(' ');
    return [host(ApiId, region) + plain(path), method === 'ANY' || !path ? 'GET' : method];
  });

function restVisits(model: Model): Visit[] {
  const stages = model.byType('AWS::ApiGateway::Stage');
  const resources = new Map(model.byType('AWS::ApiGateway::Resource').map((one) => [one.ref, one]));
  const pathOf = (id: string): string => {
    const resource: Resource | undefined = resources.get(id);
    return resource ? `${pathOf(resource.properties.ParentId)}/${resource.properties.PathPart}` : '';
  };
  return model
    .byType('AWS::ApiGateway::Method')
    .flatMap(({ properties: { RestApiId, ResourceId, HttpMethod }, region }) =>
      stages
        .filter(({ properties }) => properties.RestApiId === RestApiId)
        .map(
          ({ properties }): Visit => [
            `${host(RestApiId, region)}/${properties.StageName}${plain(pathOf(ResourceId)) || '/'}`,
            HttpMethod === 'ANY' ? 'GET' : HttpMethod,
          ],
        ),
    );
}

const distributionVisits = (model: Model, routes: string[]): Visit[] =>
  model
    .byType('AWS::CloudFront::Distribution')
    .filter(({ properties }) => properties.DistributionConfig.Staging !== true)
    .flatMap((distribution) => {
      const ordered: { PathPattern: string }[] =
        distribution.properties.DistributionConfig.CacheBehaviors ?? [];
      const paths = [
        '/',
        ...routes,
        ...ordered.map(({ PathPattern }) => plain(PathPattern).replace(/^\/?/, '/')),
      ];
      return [...new Set(paths)].map(
        (path): Visit => [`https://${distribution.attribute('DomainName')}${path}`, 'GET'],
      );
    });
