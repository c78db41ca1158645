import type { Support, SupportTable } from '../contract.ts';
import { webAclSupports } from '../web-acl/supports.ts';

const tags = ['Tags'];
const domain: Support = {
  inert: [
    ...tags,
    'CertificateArn',
    'DomainNameConfigurations',
    'EndpointConfiguration',
    'MutualTlsAuthentication.TruststoreVersion',
    'OwnershipVerificationCertificateArn',
    'RegionalCertificateArn',
    'SecurityPolicy',
  ],
  ignored: { RoutingMode: 'only API mappings route here' },
};

/** Types of API Gateway that the room serves, and what it leaves out of them. Web ACLs stand before REST APIs only. */
export const supports: SupportTable = {
  'AWS::ApiGatewayV2::Api': {
    inert: [...tags, 'Description', 'FailOnWarnings', 'IpAddressType', 'Version'],
    ignored: {
      Body: 'OpenAPI documents are not read',
      BodyS3Location: 'OpenAPI documents are not read',
      // WebSocket APIs have one, HTTP APIs do not need it.
      RouteSelectionExpression: 'WebSocket APIs are not served',
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    inert: [
      ...tags,
      // The log goes to the console page.
      'AccessLogSettings.DestinationArn',
      'AutoDeploy',
      'DefaultRouteSettings.DataTraceEnabled',
      'DefaultRouteSettings.DetailedMetricsEnabled',
      'DefaultRouteSettings.LoggingLevel',
      'DeploymentId',
      'Description',
    ],
    ignored: { ClientCertificateId: 'backends get no client certificate here' },
  },
  'AWS::ApiGatewayV2::Route': { inert: ['OperationName'] },
  'AWS::ApiGatewayV2::Integration': {
    inert: ['ConnectionType', 'Description'],
    ignored: {
      ConnectionId: 'there are no VPC links here',
      TlsConfig: 'certificates of backends are checked as usual',
    },
  },
  // The route or method says which kind it wants.
  'AWS::ApiGatewayV2::Authorizer': { inert: ['AuthorizerType', 'Name'] },
  'AWS::ApiGatewayV2::Deployment': {},
  'AWS::ApiGatewayV2::DomainName': domain,
  'AWS::ApiGatewayV2::ApiMapping': {},
  'AWS::ApiGateway::RestApi': {
    inert: [
      ...tags,
      'CloneFrom',
      'Description',
      'EndpointConfiguration.IpAddressType',
      'FailOnWarnings',
      'Mode',
      'Parameters',
      'SecurityPolicy',
    ],
    ignored: {
      Body: 'OpenAPI documents are not read',
      BodyS3Location: 'OpenAPI documents are not read',
      MinimumCompressionSize: 'answers are not compressed here',
    },
  },
  'AWS::ApiGateway::Account': { inert: ['CloudWatchRoleArn'] },
  'AWS::ApiGateway::ApiKey': {
    inert: [...tags, 'CustomerId', 'Description', 'GenerateDistinctId', 'StageKeys'],
  },
  'AWS::ApiGateway::Authorizer': { inert: ['AuthType', 'Name'] },
  'AWS::ApiGateway::BasePathMapping': {},
  'AWS::ApiGateway::BasePathMappingV2': {},
  'AWS::ApiGateway::ClientCertificate': { inert: tags },
  'AWS::ApiGateway::Deployment': {
    inert: ['Description', 'RestApiId'],
    ignored: {
      DeploymentCanarySettings: 'all requests go to the deployment itself',
      StageDescription: 'give the stage a resource of its own',
    },
  },
  'AWS::ApiGateway::DocumentationPart': {},
  'AWS::ApiGateway::DocumentationVersion': {},
  'AWS::ApiGateway::DomainName': domain,
  'AWS::ApiGateway::DomainNameV2': domain,
  'AWS::ApiGateway::GatewayResponse': {},
  'AWS::ApiGateway::Method': {
    inert: ['OperationName'],
    ignored: {
      'Integration.CacheKeyParameters': 'answers are not cached here',
      'Integration.ConnectionId': 'there are no VPC links here: the URI is called as it stands',
    },
  },
  'AWS::ApiGateway::Model': { inert: ['ContentType', 'Description'] },
  'AWS::ApiGateway::RequestValidator': {},
  'AWS::ApiGateway::Resource': {},
  'AWS::ApiGateway::Stage': {
    inert: [
      ...tags,
      'AccessLogSetting.DestinationArn',
      'Description',
      'DocumentationVersion',
      'MethodSettings.DataTraceEnabled',
      'MethodSettings.LoggingLevel',
      'MethodSettings.MetricsEnabled',
      'TracingEnabled',
    ],
    ignored: {
      CacheClusterEnabled: 'answers are not cached here',
      CanarySetting: 'all requests go to the deployment itself',
      ClientCertificateId: 'backends get no client certificate here',
      'MethodSettings.CachingEnabled': 'answers are not cached here',
    },
  },
  'AWS::ApiGateway::UsagePlan': {
    inert: [...tags, 'Description', 'UsagePlanName'],
  },
  'AWS::ApiGateway::UsagePlanKey': {},
  ...webAclSupports,
};
