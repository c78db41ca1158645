import type { Resources } from '../../harness.ts';
import { functionArn, functionResources } from '../fixture.ts';

/** A route with its own integration, as CDK writes both. */
export function lambdaRoute(
  id: string,
  key: string,
  name: string,
  more: object = {},
  integration: object = {},
): Resources {
  return {
    [`${id}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn(name),
        PayloadFormatVersion: '2.0',
        ...integration,
      },
    },
    [`${id}Route`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key,
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration` }]] },
        ...more,
      },
    },
  };
}

export const httpApi = (properties: object = {}, stage: object = {}): Resources => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP', ...properties } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...stage },
  },
});

export { functionResources };
