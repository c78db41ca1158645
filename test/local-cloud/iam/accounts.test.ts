/** Calls from one account to another: the role's policies and the resource's both have to allow them. */
import { describe, expect, it } from 'vitest';
import { createIam, type Denial } from '../../../src/local-cloud/iam/authorize.ts';
import { account, modelOf, type Resources, region } from '../harness.ts';

const elsewhere = '999999999999';
const roleArn = `arn:aws:iam::${elsewhere}:role/guest`;
const target = {
  queue: `arn:aws:sqs:${region}:${account}:jobs`,
  object: 'arn:aws:s3:::lake/orders/1',
  index: `arn:aws:dynamodb:${region}:${account}:table/orders/index/byDate`,
  bus: `arn:aws:events:${region}:${account}:event-bus/shop`,
  parameter: `arn:aws:ssm:${region}:${account}:parameter/shop`,
};
const root = `arn:aws:iam::${elsewhere}:root`;
const to = (Principal: unknown, Action: string, Resource: string) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource,
});

const bare: Resources = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
  Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
};
const opened: Resources = {
  ...bare,
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      ResourcePolicy: { PolicyDocument: { Statement: to({ AWS: roleArn }, 'dynamodb:Query', '*') } },
    },
  },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: { Statement: to({ AWS: root }, 'sqs:SendMessage', target.queue) },
    },
  },
  LakePolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Lake' },
      PolicyDocument: { Statement: to({ AWS: roleArn }, 's3:GetObject', 'arn:aws:s3:::lake/*') },
    },
  },
  BusPolicy: {
    Type: 'AWS::Events::EventBusPolicy',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      StatementId: 'guests',
      Statement: to({ AWS: root }, 'events:PutEvents', target.bus),
    },
  },
};
const calls: [string, string][] = [
  ['sqs:SendMessage', target.queue],
  ['s3:GetObject', target.object],
  ['dynamodb:Query', target.index],
  ['events:PutEvents', target.bus],
];

function iamOf(resources: Resources, ...actions: string[]) {
  const PolicyDocument = { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
  const guest = {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'guest', Policies: actions.length > 0 ? [{ PolicyDocument }] : [] },
  };
  const model = modelOf({
    test: { Resources: resources },
    other: { account: elsewhere, region, template: { Resources: { Guest: guest } } },
  });
  const denials: Denial[] = [];
  const iam = createIam(
    () => model,
    (denial) => denials.push(denial),
  );
  return { iam, denials };
}

describe.each(calls)('%s on %s', (action, resource) => {
  it("is allowed by the role's policies and the resource's together", () => {
    expect(() => iamOf(opened, action).iam.authorize({ roleArn }, action, resource)).not.toThrow();
  });

  it("is refused where only the role's policies allow it", () => {
    const { iam, denials } = iamOf(bare, '*');
    expect(() => iam.authorize({ roleArn }, action, resource)).toThrow(
      `because no resource-based policy allows the ${action} action`,
    );
    expect(denials[0]?.missing).toEqual(to({ AWS: roleArn }, action, resource));
  });

  it("is refused where only the resource's policy allows it", () => {
    const { iam, denials } = iamOf(opened);
    expect(() => iam.authorize({ roleArn }, action, resource)).toThrow('no identity-based policy');
    expect(denials[0]).toMatchObject({ missingFrom: 'the policies of the role' });
    expect(denials[0]?.missing).not.toHaveProperty('Principal');
  });
});

it('a role that no template makes gets nothing of another account for that', () => {
  const { iam } = iamOf(bare);
  const imported = { roleArn: `arn:aws:iam::${elsewhere}:role/imported` };
  expect(() => iam.authorize(imported, 'sqs:SendMessage', target.queue)).toThrow('no resource-based policy');
});

it('what has no policy of its own is reached by a role of its account only', () => {
  const { iam, denials } = iamOf(bare, '*');
  expect(() => iam.authorize({ roleArn }, 'ssm:GetParameter', target.parameter)).toThrow();
  expect(denials[0]?.missingFrom).toBe("the policies of a role of the resource's account");
  expect(() => iam.authorize({ roleArn }, 'sqs:ListQueues', '*')).not.toThrow();
});

it('a bus is opened by the older form of its policy too', () => {
  const BusPolicy = {
    Type: 'AWS::Events::EventBusPolicy',
    Properties: {
      EventBusName: 'shop',
      StatementId: 'guests',
      Action: 'events:PutEvents',
      Principal: elsewhere,
    },
  };
  const { iam } = iamOf({ ...bare, BusPolicy }, '*');
  expect(() => iam.authorize({ roleArn }, 'events:PutEvents', target.bus)).not.toThrow();
});
