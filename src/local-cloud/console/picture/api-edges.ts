import type { Model, Properties, Resource } from '../../contract.ts';
import { functionOf } from '../../gateway/invoke.ts';
import type { PictureEdge, PictureNode } from '../views.ts';
import type { Finder } from './finder.ts';
import { nodeId } from './nodes.ts';
import { routesOf } from './ports.ts';

/** Routes to functions and to what they reach without one, and authorizers. */
export function apiEdges(model: Model, find: Finder): PictureEdge[] {
  return model.byType('AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::RestApi').flatMap((api) => {
    const from = nodeId(api);
    const routes = routesOf(api, model);
    const called = routes.flatMap(({ port, integration }) =>
      targetsOf(integration, find)
        .filter(({ id }) => id !== from)
        .map(
          (node): PictureEdge => ({
            from,
            port: port.id,
            to: node.id,
            kind: 'request',
            text: node.kind === 'function' ? port.text : `${port.text} (direct)`,
          }),
        ),
    );
    const authorizers = [...new Set(routes.flatMap(({ authorizer }) => authorizer ?? []))];
    return [...called, ...authorizers.flatMap((id) => authorizerEdges(from, id, model, find))];
  });
}

/** The function of an integration, or whatever its request speaks of. */
function targetsOf(integration: Properties, find: Finder): PictureNode[] {
  const uri = integration.Uri ?? integration.IntegrationUri;
  const called = find.one(functionOf(uri));
  if (called) return [called];
  const { RequestTemplates, RequestParameters } = integration;
  const queue = /:sqs:path\/[^/]+\/([^/?]+)/.exec(String(uri))?.[1];
  return find.all([uri, queue, RequestTemplates, RequestParameters]);
}

function authorizerEdges(from: string, id: string, model: Model, find: Finder): PictureEdge[] {
  const found = model.find(id, 'AWS::ApiGatewayV2::Authorizer', 'AWS::ApiGateway::Authorizer');
  const properties: Resource['properties'] = found?.properties ?? {};
  const issuer = String(properties.JwtConfiguration?.Issuer ?? '')
    .split('/')
    .at(-1);
  const judges = [
    find.one(functionOf(properties.AuthorizerUri)),
    find.one(issuer),
    ...find.all(properties.ProviderARNs ?? ''),
  ];
  const nodes = new Set(judges.filter((node) => node !== undefined));
  return [...nodes].map((node) => ({
    from,
    to: node.id,
    kind: 'authorizer',
    text: `authorizer ${properties.Name ?? ''}`.trim(),
  }));
}
