import type { Resources } from '../../harness.ts';
import { invokeUri } from '../fixture.ts';

/** A REST API with one stage, and a resource for each path below the root: `/items/{id}` is `ItemsId`. */
export function restApi(paths: string[], properties: object = {}, stage: object = {}): Resources {
  const resources: Resources = {
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Name: 'Api', EndpointConfiguration: { Types: ['REGIONAL'] }, ...properties },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'dev',
        ...stage,
      },
    },
  };
  for (const path of paths) {
    const parts = path.slice(1).split('/');
    parts.forEach((part, at) => {
      const parent = at === 0 ? rootId : { Ref: idOf(`/${parts.slice(0, at).join('/')}`) };
      resources[idOf(`/${parts.slice(0, at + 1).join('/')}`)] = {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part },
      };
    });
  }
  return resources;
}

const rootId = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const idOf = (path: string): string => `R${path.replace(/\W/g, 'x')}`;

/** A method; `integration` is what `Integration` holds. */
export function method(path: string, verb: string, integration: object, more: object = {}): Resources {
  return {
    [`${verb}${idOf(path)}`]: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: path === '/' ? rootId : { Ref: idOf(path) },
        HttpMethod: verb,
        AuthorizationType: 'NONE',
        Integration: integration,
        ...more,
      },
    },
  };
}

export const proxy = (name: string, more: object = {}) => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: invokeUri(name),
  ...more,
});
