/** What a route that stores says of a service that does not: the construct of the template over a service of the test. */
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { type Integration, type MethodOptions, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { templatesRoot } from '../../../../src/generate/templates-root.ts';
import { s3 } from '../../../../src/local-cloud/aws/s3/service.ts';
import { AwsError } from '../../../../src/local-cloud/aws-error.ts';
import type { Service } from '../../../../src/local-cloud/contract.ts';
import { account, region } from '../../harness.ts';
import { type GatewayHarness, startGatewayHarness } from '../fixture.ts';

/** A service that refuses in the way in which it is asked to. */
const refusing: Service = {
  name: 'kinesis',
  supports: {},
  start: async () => ({
    deploy: async () => {},
    close: async () => {},
    aws: {
      kinesis: async ({ body }) => {
        const { code, message, status } = JSON.parse(body.toString());
        if (code) throw new AwsError(code, message, status);
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"Failed":1}' };
      },
    },
  }),
};

/** Types of templates are checked where they lie. */
const construct = join(templatesRoot(), 'parts/intake-rest/files/infra/lib/storing-integration.ts');

async function template() {
  const { addStoringRoute } = await import(construct);
  const app = new App();
  const stack = new Stack(app, 'test', { env: { account, region } });
  const rest = new RestApi(stack, 'Api', { cloudWatchRole: false });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
  const { bucketName } = new Bucket(stack, 'Bucket');
  const add = (path: string, more: object) => {
    const api = {
      addRoute: (_route: unknown, integration: Integration, options: MethodOptions) =>
        rest.root.addResource(path).addMethod('POST', integration, {
          ...options,
          requestParameters: { 'method.request.header.key': false },
        }),
    };
    const call = { service: 'kinesis', body: '$input.body', ...more };
    addStoringRoute({ api, role, route: { method: 'POST', path } }, call);
  };
  add('strict', { action: 'PutRecord' });
  add('lenient', { action: 'PutRecord', refusedWhen: '$input.path("$.Failed") != 0' });
  const parameters = { 'header.x-amz-meta-key': 'method.request.header.key' };
  add('object', { service: 's3', path: `${bucketName}/order`, method: 'PUT', parameters });
  return app.synth().getStackByName('test').template;
}

let cloud: GatewayHarness;
beforeAll(async () => {
  cloud = await startGatewayHarness(
    {},
    { more: [refusing, s3], stacks: { test: await template() }, flags: { iam: false } },
  );
});
afterAll(() => cloud.close());

const post = (path: string, body: object, headers: object = {}) => {
  const { logicalId } = cloud.cloud.model.byType('AWS::ApiGateway::RestApi')[0]!;
  return cloud.call(logicalId, `/prod/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
};

it.each([
  ['ValidationException', 400],
  ['com.amazon.coral.validate#ValidationException', 400],
  ['InvalidParameterValue', 400],
  ['InvalidMessageContents', 400],
  ['InvalidArgumentException', 400],
  ['MetadataTooLarge', 400],
  ['RequestHeaderSectionTooLarge', 400],
])('blames the client for %s, which nobody may send again', async (code, status) => {
  const { headers, json } = await post('strict', { code, message: 'It is too large.', status });
  expect(json).toMatchObject({ status: 400, title: 'Bad Request' });
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
  expect(headers).not.toHaveProperty('retry-after');
});

it('blames the client for a key that S3 cannot keep as metadata, which it says in XML', async () => {
  expect((await post('object', {}, { key: 'k'.repeat(255) })).status).toBe(202);
  const { status, json } = await post('object', {}, { key: 'k'.repeat(3000) });
  expect([status, json.title]).toEqual([400, 'Bad Request']);
});

it.each([
  ['ProvisionedThroughputExceededException', 400],
  ['ThrottlingException', 400],
  ['RequestThrottled', 403],
  ['AccessDeniedException', 400],
  ['ResourceNotFoundException', 404],
  ['InternalFailure', 500],
  ['ServiceUnavailableException', 503],
])('asks to send it again, later, after %s', async (code, status) => {
  const answer = await post('strict', { code, message: 'Not now.', status });
  expect([answer.status, answer.json.status]).toEqual([503, 503]);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '5' });
});

it('does the same when a 200 says that nothing was stored', async () => {
  const { status, headers } = await post('lenient', {});
  expect([status, headers['retry-after']]).toEqual([503, '5']);
  expect((await post('strict', {})).status).toBe(202);
});
