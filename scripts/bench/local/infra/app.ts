import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const stack = new Stack(new App(), 'bench', { env: { account: '111122223333', region: 'eu-west-1' } });
const get = new LambdaFunction(stack, 'Get', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  memorySize: 512,
  code: Code.fromAsset('dist/get'),
});
new HttpApi(stack, 'Api').addRoutes({
  path: '/items/{id}',
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration('Get', get),
});
