import { describe, expect, it } from 'vitest';
import type { Model, Resource } from '../../../src/local-cloud/contract.ts';
import { createIam, type Denial } from '../../../src/local-cloud/iam/authorize.ts';
import { holds } from '../../../src/local-cloud/iam/condition.ts';
import { matches, matchesArn } from '../../../src/local-cloud/iam/wildcard.ts';
import { placeholders } from '../harness.ts';

const account = '111122223333';
const table = `arn:aws:dynamodb:eu-west-1:${account}:table/orders`;
const queue = `arn:aws:sqs:eu-west-1:${account}:jobs`;
const role = `arn:aws:iam::${account}:role/worker`;
const fn = `arn:aws:lambda:eu-west-1:${account}:function:worker`;
const api = `arn:aws:execute-api:eu-west-1:${account}:abc/*/GET/orders`;

function resource(
  type: string,
  ref: string,
  arn: string,
  properties: Record<string, unknown> = {},
): Resource {
  return {
    stack: 'shop',
    logicalId: ref,
    type,
    path: `shop/${ref}`,
    account,
    region: 'eu-west-1',
    properties,
    metadata: {},
    ref,
    arn,
    attribute: () => arn,
  };
}

function iamOf(resources: Resource[]) {
  const model: Model = {
    resources,
    byType: (...types) => resources.filter(({ type }) => types.includes(type)),
    find: (id, ...types) =>
      resources.find(
        ({ ref, arn, type }) => (ref === id || arn === id) && (types.length === 0 || types.includes(type)),
      ),
    outputs: {},
  };
  const denials: Denial[] = [];
  return {
    iam: createIam(
      () => model,
      (denial) => denials.push(denial),
    ),
    denials,
  };
}

const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown, more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
const worker = { roleArn: role, session: 'worker', sourceArn: fn };

function withRole(...statements: unknown[]) {
  return iamOf([
    resource('AWS::IAM::Role', 'worker', role),
    resource('AWS::IAM::Policy', 'policy', 'policy', {
      Roles: ['worker'],
      PolicyDocument: document(...statements),
    }),
    resource('AWS::SQS::Queue', 'http://127.0.0.1:1/jobs', queue),
    resource('AWS::Lambda::Function', 'worker-fn', fn),
  ]);
}

describe('a role', () => {
  it('may do what a statement allows, and nothing else', () => {
    const { iam, denials } = withRole(allow('dynamodb:GetItem', table));
    expect(() => iam.authorize(worker, 'dynamodb:GetItem', table)).not.toThrow();
    expect(() => iam.authorize(worker, 'dynamodb:PutItem', table)).toThrow(
      `User: arn:aws:sts::${account}:assumed-role/worker/worker is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
    );
    expect(() => iam.authorize(worker, 'dynamodb:GetItem', `${table}/index/byDate`)).toThrow(
      'not authorized',
    );
    expect(denials.map(({ missing }) => missing?.Action)).toEqual(['dynamodb:PutItem', 'dynamodb:GetItem']);
  });

  it('has the function that calls as a condition key, and no source', () => {
    const { iam } = withRole(
      allow('sqs:SendMessage', queue, { Condition: { ArnEquals: { 'lambda:SourceFunctionArn': fn } } }),
      allow('sqs:ReceiveMessage', queue, { Condition: { ArnEquals: { 'aws:SourceArn': fn } } }),
    );
    expect(() => iam.authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    expect(() => iam.authorize({ roleArn: role }, 'sqs:SendMessage', queue)).toThrow();
    expect(() => iam.authorize(worker, 'sqs:ReceiveMessage', queue)).toThrow();
  });

  it('gets what a policy variable stands for, or its default', () => {
    const at = (name: string) => placeholders(`arn:aws:sqs:eu-west-1:<aws:PrincipalAccount>:${name}`);
    const { iam } = withRole(
      allow('sqs:SendMessage', at('jobs')),
      allow('sqs:PurgeQueue', at("<aws:PrincipalTag/queue, 'jobs'>")),
    );
    expect(() => iam.authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    expect(() => iam.authorize(worker, 'sqs:PurgeQueue', queue)).not.toThrow();
  });

  it('is refused by an explicit deny, whatever else allows it', () => {
    const { iam, denials } = withRole(allow('*', '*'), deny('dynamodb:Delete*', table));
    expect(() => iam.authorize(worker, 'dynamodb:DeleteItem', table)).toThrow(
      'with an explicit deny in an identity-based policy',
    );
    expect(denials[0]?.missing).toBeUndefined();
    expect(() => iam.authorize(worker, 'dynamodb:PutItem', table)).not.toThrow();
  });

  it('honours NotAction, NotResource, wildcards and letter case of actions', () => {
    const { iam } = withRole(
      { Effect: 'Allow', NotAction: 'sqs:*', Resource: `${table}*` },
      { Effect: 'Allow', Action: 'SQS:sendmessage', NotResource: table },
    );
    expect(() => iam.authorize(worker, 'dynamodb:Query', `${table}/index/byDate`)).not.toThrow();
    expect(() => iam.authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    expect(() => iam.authorize(worker, 'sqs:ReceiveMessage', queue)).toThrow('not authorized');
  });

  it('honours conditions on keys that the service gives', () => {
    const condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['c-1'] } };
    const { iam } = withRole(allow('dynamodb:GetItem', table, { Condition: condition }));
    expect(() =>
      iam.authorize(worker, 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['c-1'] }),
    ).not.toThrow();
    expect(() =>
      iam.authorize(worker, 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['c-2'] }),
    ).toThrow();
  });

  it('honours variables in the values of conditions', () => {
    const condition = {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalAccount}`] },
    };
    const { iam } = withRole(allow('dynamodb:GetItem', table, { Condition: condition }));
    const read = (key: string) => () =>
      iam.authorize(worker, 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': [key] });
    expect(read(account)).not.toThrow();
    expect(read('c-1')).toThrow('not authorized');
  });

  it('is also allowed by a policy on the resource, unless that denies', () => {
    const policy = (statement: unknown) =>
      resource('AWS::SQS::QueuePolicy', 'p', 'p', {
        Queues: ['http://127.0.0.1:1/jobs'],
        PolicyDocument: document(statement),
      });
    const made = (statement: unknown) =>
      iamOf([
        resource('AWS::IAM::Role', 'worker', role),
        resource('AWS::SQS::Queue', 'http://127.0.0.1:1/jobs', queue),
        policy(statement),
      ]).iam;
    const to = (Principal: unknown, Effect = 'Allow') => ({
      Effect,
      Principal,
      Action: 'sqs:SendMessage',
      Resource: queue,
    });
    expect(() => made(to({ AWS: role })).authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    const session = `arn:aws:sts::${account}:assumed-role/worker/worker`;
    expect(() => made(to({ AWS: session })).authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    expect(() =>
      made(to({ AWS: 'arn:aws:iam::444455556666:root' })).authorize(worker, 'sqs:SendMessage', queue),
    ).toThrow();
    expect(() => made(to('*', 'Deny')).authorize(worker, 'sqs:SendMessage', queue)).toThrow('resource-based');
  });

  it.each([
    `arn:aws:iam::${account}:root`,
    account,
  ])('is not allowed by a policy for its account %s alone, which leaves it to its own policies', (AWS) => {
    const made = (...own: unknown[]) =>
      iamOf([
        resource('AWS::IAM::Role', 'worker', role, { Policies: [{ PolicyDocument: document(...own) }] }),
        resource('AWS::SQS::Queue', 'http://127.0.0.1:1/jobs', queue),
        resource('AWS::SQS::QueuePolicy', 'p', 'p', {
          Queues: ['http://127.0.0.1:1/jobs'],
          PolicyDocument: document(
            allow('sqs:*', queue, { Principal: { AWS } }),
            deny('sqs:PurgeQueue', queue, { Principal: { AWS } }),
          ),
        }),
      ]).iam;
    expect(() => made().authorize(worker, 'sqs:SendMessage', queue)).toThrow('no identity-based policy');
    const allowed = made(allow('sqs:*', queue));
    expect(() => allowed.authorize(worker, 'sqs:SendMessage', queue)).not.toThrow();
    expect(() => allowed.authorize(worker, 'sqs:PurgeQueue', queue)).toThrow('resource-based');
  });

  it('from outside the templates is not judged', () => {
    const { iam } = withRole();
    expect(() =>
      iam.authorize({ roleArn: `arn:aws:iam::${account}:role/imported` }, 'sqs:SendMessage', queue),
    ).not.toThrow();
  });

  it('gets the statements of AWS managed policies; an unknown one is named', () => {
    const managed = (name: string) =>
      iamOf([
        resource('AWS::IAM::Role', 'worker', role, {
          ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`],
        }),
      ]).iam;
    const known = managed('service-role/AWSLambdaKinesisExecutionRole');
    expect(() =>
      known.authorize(worker, 'kinesis:GetRecords', `arn:aws:kinesis:eu-west-1:${account}:stream/s`),
    ).not.toThrow();
    expect(known.notices()).toEqual([]);
    expect(managed('PowerUserAccess').notices()[0]).toContain('PowerUserAccess');
  });
});

describe('a service', () => {
  const permission = resource('AWS::Lambda::Permission', 'perm', 'perm', {
    FunctionName: fn,
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: api,
  });

  it('may invoke a function only by its permission and source', () => {
    const { iam } = iamOf([resource('AWS::Lambda::Function', 'worker', fn), permission]);
    const gateway = { service: 'apigateway.amazonaws.com', sourceArn: api.replace('*', 'dev') };
    expect(() => iam.authorize(gateway, 'lambda:InvokeFunction', fn)).not.toThrow();
    expect(() =>
      iam.authorize({ ...gateway, sourceArn: api.replace('abc', 'xyz') }, 'lambda:InvokeFunction', fn),
    ).toThrow('resource-based');
    expect(() => iam.authorize({ service: 'events.amazonaws.com' }, 'lambda:InvokeFunction', fn)).toThrow(
      'events.amazonaws.com is not authorized',
    );
  });

  it('needs a permission of each alias and version that it invokes', () => {
    const alias = resource('AWS::Lambda::Alias', `${fn}:live`, `${fn}:live`);
    const made = (FunctionName: string) =>
      iamOf([
        resource('AWS::Lambda::Function', 'worker', fn),
        alias,
        { ...permission, properties: { ...permission.properties, FunctionName } },
      ]).iam;
    const gateway = { service: 'apigateway.amazonaws.com', sourceArn: api.replace('*', 'dev') };
    const invoke = (permitted: string, arn: string) => () =>
      made(permitted).authorize(gateway, 'lambda:InvokeFunction', arn);
    expect(invoke(fn, `${fn}:live`)).toThrow('resource-based');
    expect(invoke('worker', `${fn}:3`)).toThrow('resource-based');
    expect(invoke(`${fn}:live`, `${fn}:live`)).not.toThrow();
    expect(invoke(`${fn}:live`, fn)).toThrow('resource-based');
  });

  it('is told which permission of the function is missing', () => {
    const { iam, denials } = iamOf([resource('AWS::Lambda::Function', 'worker', fn)]);
    const gateway = { service: 'apigateway.amazonaws.com', sourceArn: api };
    expect(() => iam.authorize(gateway, 'lambda:InvokeFunction', fn)).toThrow('resource-based');
    expect(denials[0]).toMatchObject({
      missingFrom: 'the permissions of the function',
      missing: {
        Principal: { Service: 'apigateway.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': api } },
      },
    });
  });

  it('may read a bucket as its policy says', () => {
    const distribution = `arn:aws:cloudfront::${account}:distribution/E1`;
    const { iam } = iamOf([
      resource('AWS::S3::Bucket', 'site', 'arn:aws:s3:::site'),
      resource('AWS::S3::BucketPolicy', 'p', 'p', {
        Bucket: 'site',
        PolicyDocument: document(
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::site/*',
            Condition: { StringEquals: { 'AWS:SourceArn': distribution } },
          },
        ),
      }),
    ]);
    const cloudfront = { service: 'cloudfront.amazonaws.com', sourceArn: distribution };
    expect(() => iam.authorize(cloudfront, 's3:GetObject', 'arn:aws:s3:::site/index.html')).not.toThrow();
    expect(() =>
      iam.authorize(
        { ...cloudfront, sourceArn: 'arn:aws:cloudfront::1:distribution/E2' },
        's3:GetObject',
        'arn:aws:s3:::site/index.html',
      ),
    ).toThrow();
    expect(() => iam.authorize(cloudfront, 's3:ListBucket', 'arn:aws:s3:::site')).toThrow();
  });
});

it('the developer may do everything; what acts for a thing of the templates without a role is not the developer', () => {
  const { iam } = withRole();
  expect(() => iam.authorize({}, 'dynamodb:DeleteTable', table)).not.toThrow();
  expect(() => iam.authorize({ sourceArn: api }, 'dynamodb:DeleteTable', table)).toThrow(
    'User: anonymous is not authorized',
  );
});

describe('conditions', () => {
  it.each([
    [{ StringNotEquals: { k: ['a'] } }, { k: 'b' }, true],
    [{ StringNotEquals: { k: ['a'] } }, {}, true],
    [{ StringEquals: { k: ['a'] } }, {}, false],
    [{ StringEqualsIfExists: { k: ['a'] } }, {}, true],
    [{ StringEqualsIfExists: { k: ['a'] } }, { k: 'b' }, false],
    [{ StringEqualsIgnoreCase: { k: ['A'] } }, { k: 'a' }, true],
    [{ StringLike: { K: ['pre*'] } }, { k: 'prefix' }, true],
    [{ Null: { k: ['true'] } }, {}, true],
    [{ Null: { k: ['true'] } }, { k: 'x' }, false],
    [{ Bool: { k: ['TRUE'] } }, { k: 'true' }, true],
    [{ NumericLessThan: { k: ['10'] } }, { k: '9' }, true],
    [{ DateGreaterThan: { k: ['2026-01-01T00:00:00Z'] } }, { k: '2026-02-01T00:00:00Z' }, true],
    [{ IpAddress: { k: ['10.0.0.0/8'] } }, { k: '10.9.8.7' }, true],
    [{ NotIpAddress: { k: ['10.0.0.0/8'] } }, { k: '10.9.8.7' }, false],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, false],
    [{ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, {}, false],
    [{ 'ForAnyValue:StringNotEqualsIfExists': { k: ['a'] } }, {}, true],
    [{ 'ForAllValues:StringNotEquals': { k: ['a'] } }, {}, true],
    [{ SomethingElse: { k: ['a'] } }, { k: 'a' }, false],
  ])('%j with %j is %s', (condition, context, expected) => {
    expect(holds(condition as unknown as Record<string, Record<string, string[]>>, context)).toBe(expected);
  });
});

describe('patterns', () => {
  it.each([
    ['dynamodb:*', 'dynamodb:GetItem', true],
    ['a?c', 'abc', true],
    ['a.c', 'abc', false],
    ['*', '', true],
  ])('%s on %s is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('keep the parts of an ARN apart', () => {
    expect(matchesArn('arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q')).toBe(true);
    expect(matchesArn('arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:1:q')).toBe(false);
    expect(matchesArn('arn:aws:lambda:eu:1:function:*', 'arn:aws:lambda:eu:1:function:a:live')).toBe(true);
  });
});
