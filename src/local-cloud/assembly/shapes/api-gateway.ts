import { digits, upperAlphanumeric } from '../identifiers.ts';
import { alike, arn, lowerId, named, type Shapes, type Subject, text, urlSuffix, withId } from '../shape.ts';

const apiId = lowerId(10);
const childId = lowerId(6);
const endpoint = (s: Subject) => `https://${apiId(s)}.execute-api.${s.region}.${urlSuffix(s.region)}`;
const protocol = (s: Subject) =>
  text(s, 'ProtocolType') === 'WEBSOCKET' ? endpoint(s).replace('https', 'wss') : endpoint(s);
const domain = (s: Subject) => text(s, 'DomainName') ?? named('DomainName')(s).toLowerCase();
const regionalDomain = (s: Subject) =>
  `${lowerId(10, 'd-')(s)}.execute-api.${s.region}.${urlSuffix(s.region)}`;
const domainArn = (s: Subject) => arn(s, 'apigateway', `/domainnames/${domain(s)}`, { account: '' });
/** Hosted zones of API Gateway and CloudFront are fixed ids (AWS General Reference, API Gateway endpoints). */
const cloudFrontZone = () => 'Z2FDTNDATAQYW2';
const regionalZone = (s: Subject) => `Z${digits(`apigateway/${s.region}`, 13, upperAlphanumeric)}`;

const customDomain = {
  ref: domain,
  arn: domainArn,
  attributes: {
    DomainNameArn: domainArn,
    RegionalDomainName: regionalDomain,
    RegionalHostedZoneId: regionalZone,
    DistributionDomainName: (s: Subject) => `${lowerId(13, 'd')(s)}.cloudfront.net`,
    DistributionHostedZoneId: cloudFrontZone,
  },
};

const stageName = (s: Subject) => text(s, 'StageName') ?? '$default';

export const apiGateway: Shapes = {
  'AWS::ApiGateway::RestApi': {
    ref: apiId,
    arn: (s) => arn(s, 'apigateway', `/restapis/${apiId(s)}`, { account: '' }),
    attributes: {
      RestApiId: apiId,
      RootResourceId: (s: Subject) => lowerId(10)({ ...s, logicalId: `${s.logicalId}/root` }),
    },
  },
  'AWS::ApiGateway::Resource': withId(childId, 'ResourceId'),
  'AWS::ApiGateway::Deployment': withId(childId, 'DeploymentId'),
  'AWS::ApiGateway::Stage': {
    ref: stageName,
    arn: (s) =>
      arn(s, 'apigateway', `/restapis/${text(s, 'RestApiId')}/stages/${stageName(s)}`, { account: '' }),
  },
  'AWS::ApiGateway::Authorizer': withId(childId, 'AuthorizerId'),
  'AWS::ApiGateway::RequestValidator': withId(childId, 'RequestValidatorId'),
  'AWS::ApiGateway::Model': { ref: named('Name') },
  'AWS::ApiGateway::ApiKey': withId(lowerId(10), 'APIKeyId'),
  'AWS::ApiGateway::UsagePlan': withId(childId, 'Id'),
  ...alike(withId(childId, 'Id'), 'AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Account'),
  'AWS::ApiGateway::DomainName': customDomain,
  'AWS::ApiGatewayV2::Api': {
    ref: apiId,
    arn: (s) => arn(s, 'apigateway', `/apis/${apiId(s)}`, { account: '' }),
    attributes: { ApiId: apiId, ApiEndpoint: protocol },
  },
  'AWS::ApiGatewayV2::Stage': {
    ref: stageName,
    arn: (s) => arn(s, 'apigateway', `/apis/${text(s, 'ApiId')}/stages/${stageName(s)}`, { account: '' }),
  },
  'AWS::ApiGatewayV2::Route': withId(lowerId(7), 'RouteId'),
  'AWS::ApiGatewayV2::Integration': withId(lowerId(7), 'IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': withId(childId, 'AuthorizerId'),
  'AWS::ApiGatewayV2::Deployment': withId(childId, 'DeploymentId'),
  'AWS::ApiGatewayV2::Model': withId(childId, 'ModelId'),
  'AWS::ApiGatewayV2::ApiMapping': withId(childId, 'ApiMappingId'),
  'AWS::ApiGatewayV2::VpcLink': withId(childId, 'VpcLinkId'),
  'AWS::ApiGatewayV2::DomainName': customDomain,
};
