import type { Model, Resource } from '../../../src/local-cloud/contract.ts';

/** A request to each route of each API and to each behaviour of each distribution: URL and method. */
export function visits(model: Model): [url: string, method: string][] {
  return [...httpVisits(model), ...restVisits(model), ...distributionVisits(model)];
}

const host = (apiId: string, region: string) => `https://${apiId}.execute-api.${region}.amazonaws.com`;
/** A path without parameters and wildcards. */
const plain = (path: string) => path.replace(/\{[^}]+\}|\*/g, 'x');

const httpVisits = (model: Model): [string, string][] =>
  model
    .byType('AWS::ApiGatewayV2::Route')
    .map(({ properties: { ApiId, RouteKey }, region }): [string, string] => {
      const [method = 'GET', path = '/'] = String(RouteKey).split(' ');
      return [host(ApiId, region) + plain(path), method === 'ANY' || !path ? 'GET' : method];
    });

function restVisits(model: Model): [string, string][] {
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
        .map(({ properties }): [string, string] => [
          `${host(RestApiId, region)}/${properties.StageName}${plain(pathOf(ResourceId)) || '/'}`,
          HttpMethod === 'ANY' ? 'GET' : HttpMethod,
        ]),
    );
}

const distributionVisits = (model: Model): [string, string][] =>
  model
    .byType('AWS::CloudFront::Distribution')
    .filter(({ properties }) => properties.DistributionConfig.Staging !== true)
    .flatMap((distribution) => {
      const ordered: { PathPattern: string }[] =
        distribution.properties.DistributionConfig.CacheBehaviors ?? [];
      const paths = ['/', ...ordered.map(({ PathPattern }) => plain(PathPattern).replace(/^\/?/, '/'))];
      return paths.map((path): [string, string] => [
        `https://${distribution.attribute('DomainName')}${path}`,
        'GET',
      ]);
    });
