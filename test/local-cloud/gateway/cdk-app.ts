/** Templates as CDK writes them: one stack with an HTTP API, one with a REST API, each with a custom domain. */
import { App, Stack } from 'aws-cdk-lib';
import * as rest from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as integrations from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Template } from '../../../src/local-cloud/assembly/template.ts';
import { account, region } from '../harness.ts';

const env = { account, region };

function fn(scope: Stack, name: string): LambdaFunction {
  const code = Code.fromInline('exports.handler = async () => ({});');
  return new LambdaFunction(scope, name, {
    functionName: name,
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code,
  });
}

const certificate = (scope: Stack) =>
  Certificate.fromCertificateArn(scope, 'Certificate', `arn:aws:acm:${region}:${account}:certificate/one`);

export function synthesise(): Record<string, Template> {
  const app = new App();
  httpStack(new Stack(app, 'http', { env }));
  restStack(new Stack(app, 'rest', { env }));
  const assembly = app.synth();
  return Object.fromEntries(['http', 'rest'].map((name) => [name, assembly.getStackByName(name).template]));
}

function httpStack(stack: Stack): void {
  const handler = fn(stack, 'echo');
  const queue = new Queue(stack, 'Queue');
  const echo = new integrations.HttpLambdaIntegration('Echo', handler);
  const api = new http.HttpApi(stack, 'Api', {
    disableExecuteApiEndpoint: true,
    corsPreflight: { allowOrigins: ['https://app.example.com'], allowMethods: [http.CorsHttpMethod.ANY] },
  });
  api.addRoutes({ path: '/items/{id}', methods: [http.HttpMethod.GET], integration: echo });
  api.addRoutes({
    path: '/judged',
    methods: [http.HttpMethod.GET],
    integration: echo,
    authorizer: new authorizers.HttpLambdaAuthorizer('Judge', fn(stack, 'judge'), {
      responseTypes: [authorizers.HttpLambdaResponseType.SIMPLE],
    }),
  });
  api.addRoutes({
    path: '/queue',
    methods: [http.HttpMethod.POST],
    integration: new integrations.HttpSqsIntegration('Send', { queue }),
  });
  const domainName = new http.DomainName(stack, 'Domain', {
    domainName: 'api.example.com',
    certificate: certificate(stack),
  });
  new http.ApiMapping(stack, 'Mapping', { api, domainName, apiMappingKey: 'shop/v1' });
}

function restStack(stack: Stack): void {
  const handler = fn(stack, 'rest-echo');
  const queue = new Queue(stack, 'Queue', { queueName: 'rest-intake' });
  const api = new rest.RestApi(stack, 'Api', {
    deployOptions: { stageName: 'dev' },
    endpointConfiguration: { types: [rest.EndpointType.REGIONAL] },
    defaultCorsPreflightOptions: {
      allowOrigins: ['https://a.example', 'https://b.example'],
      allowCredentials: true,
    },
    apiKeySourceType: rest.ApiKeySourceType.HEADER,
  });
  const items = api.root.addResource('items');
  const model = api.addModel('Item', {
    contentType: 'application/json',
    schema: {
      type: rest.JsonSchemaType.OBJECT,
      required: ['id'],
      properties: { id: { type: rest.JsonSchemaType.STRING } },
    },
  });
  items.addMethod('POST', new rest.LambdaIntegration(handler), {
    requestModels: { 'application/json': model },
    requestValidatorOptions: { validateRequestBody: true },
  });
  items.addResource('{id}').addMethod('GET', new rest.LambdaIntegration(handler));
  const pool = new UserPool(stack, 'Pool');
  const authorizer = new rest.CognitoUserPoolsAuthorizer(stack, 'Cognito', { cognitoUserPools: [pool] });
  items.addMethod('DELETE', new rest.LambdaIntegration(handler), { authorizer });
  const credentialsRole = new Role(stack, 'IntakeRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
  });
  credentialsRole.addToPolicy(
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  );
  api.root.addResource('intake').addMethod(
    'POST',
    new rest.AwsIntegration({
      service: 'sqs',
      path: `${stack.account}/${queue.queueName}`,
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole,
        passthroughBehavior: rest.PassthroughBehavior.NEVER,
        requestParameters: {
          'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
        },
        requestTemplates: {
          'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
        },
        integrationResponses: [
          { statusCode: '202', responseTemplates: { 'application/json': '{"accepted":true}' } },
        ],
      },
    }),
    { methodResponses: [{ statusCode: '202' }] },
  );
  api.addDomainName('Domain', {
    domainName: 'rest.example.com',
    certificate: certificate(stack),
    basePath: 'r',
  });
}
