import { describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/local-cloud/assembly/model.ts';
import type { StackInput, Template } from '../../../src/local-cloud/assembly/template.ts';
import { placeholders } from '../harness.ts';

const stack = (name: string, template: Template, more: Partial<StackInput> = {}): StackInput => ({
  name,
  account: '123456789012',
  region: 'eu-west-1',
  template,
  ...more,
});
const build = (...stacks: StackInput[]) =>
  buildModel({ stacks, assets: new Map([['abc.zip', '/project/dist/a']]) });
const it1 = (value: unknown): Template => ({
  Resources: { It: { Type: 'Test::It', Properties: { Value: value } } },
});
const resolved = (built: ReturnType<typeof build>) => built.model.byType('Test::It')[0]!.properties.Value;

describe('stacks that refer to each other', () => {
  const producer: Template = {
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } },
    Outputs: {
      Arn: {
        Value: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        Export: { Name: { 'Fn::Sub': placeholders('<AWS::StackName>:Arn') } },
      },
    },
  };

  it('resolves Fn::ImportValue to the export of the same region', () => {
    const elsewhere = stack('a', producer, { region: 'us-east-1' });
    const built = build(elsewhere, stack('a', producer), stack('b', it1({ 'Fn::ImportValue': 'a:Arn' })));
    expect(resolved(built)).toBe('arn:aws:sqs:eu-west-1:123456789012:jobs');
  });

  it('resolves Fn::GetStackOutput over regions, by name and by stack ARN', () => {
    const output = (StackName: string) => ({
      'Fn::GetStackOutput': { StackName, OutputName: 'Arn', Region: 'us-east-1' },
    });
    const arn = 'arn:aws:cloudformation:us-east-1:123456789012:stack/a/*';
    const built = build(
      stack('b', it1([output('a'), output(arn)])),
      stack('a', producer, { region: 'us-east-1' }),
    );
    expect(resolved(built)).toEqual(Array(2).fill('arn:aws:sqs:us-east-1:123456789012:jobs'));
    expect(built.notices).toEqual([]);
  });

  it('names what no stack of the project gives', () => {
    const built = build(
      stack('b', it1([{ 'Fn::ImportValue': 'other:Arn' }, { Ref: 'Secret' }]), {
        template: {
          ...it1([{ 'Fn::ImportValue': 'other:Arn' }, { Ref: 'Open' }]),
          Parameters: { Open: { Type: 'String' } },
        },
      }),
    );
    expect(built.notices).toEqual([
      expect.stringContaining('"other:Arn"'),
      expect.stringContaining('parameter Open'),
    ]);
  });

  it('hands parameters to a nested stack and takes its outputs', () => {
    const parent: Template = {
      Resources: {
        Child: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { Parameters: { Name: { 'Fn::Sub': placeholders('x-<AWS::Region>') } } },
        },
        It: { Type: 'Test::It', Properties: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Table'] } } },
      },
    };
    const child: Template = {
      Parameters: { Name: { Type: 'String' } },
      Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { Ref: 'Name' } } } },
      Outputs: { Table: { Value: { Ref: 'Table' } } },
    };
    const built = build(stack('p', parent, { nested: { Child: { template: child } } }));
    expect(resolved(built)).toBe('x-eu-west-1');
    expect(built.model.byType('AWS::DynamoDB::Table')[0]!.stack).toMatch(/^p-Child-\w{12}$/);
  });
});

describe('conditions', () => {
  const template: Template = {
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Gone: { Type: 'AWS::SQS::Queue', Condition: 'No' },
      Child: { Type: 'AWS::CloudFormation::Stack', Condition: 'No' },
      Here: { Type: 'AWS::SQS::Queue', DependsOn: ['Gone'] },
    },
    Outputs: { Gone: { Condition: 'No', Value: { Ref: 'Gone' } }, Here: { Value: { Ref: 'Here' } } },
  };

  it('leaves out resources, nested stacks and outputs whose condition is false', () => {
    const inner: Template = { Resources: { Deep: { Type: 'AWS::SQS::Queue' } } };
    const { model } = build(stack('a', template, { nested: { Child: { template: inner } } }));
    expect(model.resources.map(({ logicalId }) => logicalId)).toEqual(['Here']);
    expect(Object.keys(model.outputs.a!)).toEqual(['Here']);
  });

  it('refuses a reference to one of them', () => {
    const bad = { ...template, Outputs: { Bad: { Value: { Ref: 'Gone' } } } };
    expect(() => build(stack('a', bad))).toThrow(
      'Unresolved reference to Gone in stack a: its condition No is false.',
    );
  });
});

describe('circles', () => {
  it('refuses names that need each other', () => {
    const template: Template = {
      Resources: {
        A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['B', 'QueueName'] } } },
        B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['A', 'QueueName'] } } },
      },
    };
    expect(() => build(stack('a', template))).toThrow(
      /Circular reference in stack a: .*A\.QueueName.*B\.QueueName/,
    );
  });

  it('refuses resources that wait for each other, as CloudFormation does', () => {
    const template: Template = {
      Resources: {
        A: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Ref: 'B' } } },
        B: { Type: 'AWS::SQS::Queue', DependsOn: 'C' },
        C: { Type: 'AWS::SQS::Queue', Properties: { Tag: { 'Fn::Sub': placeholders('<A.Arn>') } } },
      },
    };
    expect(() => build(stack('a', template))).toThrow(
      'Circular dependency between resources of stack a: A -> B -> C -> A.',
    );
  });
});

describe('parameters and dynamic references', () => {
  const vault: Template = {
    Resources: {
      Plain: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { Name: 'plain', SecretString: '{"user":"u","pass":"p:w"}' },
      },
      Made: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { PasswordLength: 20, ExcludePunctuation: true } },
      },
      Keyed: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: { SecretStringTemplate: '{"user":"u"}', GenerateStringKey: 'pass' },
        },
      },
      Parameter: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/a/b', Value: 'stored', Type: 'String' },
      },
    },
  };
  const ask = (value: unknown, Parameters: Template['Parameters'] = {}) =>
    build(stack('v', { Parameters, Resources: { ...vault.Resources, ...it1(value).Resources } }));

  it('reads a key of a secret by name, and by ARN in a Join', () => {
    const byArn = {
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Plain' }, ':SecretString:pass::}}']],
    };
    expect(resolved(ask(['{{resolve:secretsmanager:plain:SecretString:user}}!', byArn]))).toEqual([
      'u!',
      'p:w',
    ]);
  });

  it('makes the same secret in every run', () => {
    const made = { 'Fn::Sub': placeholders('{{resolve:secretsmanager:<Made>}}') };
    const value = resolved(ask(made));
    expect(value).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(resolved(ask(made))).toBe(value);
    expect(
      resolved(ask({ 'Fn::Sub': placeholders('{{resolve:secretsmanager:<Keyed>:SecretString:user}}') })),
    ).toBe('u');
  });

  it('reads SSM parameters, by version too', () => {
    expect(resolved(ask('{{resolve:ssm:/a/b}} {{resolve:ssm:/a/b:3}}'))).toBe('stored stored');
  });

  it('reads parameters of an SSM type, and the bootstrap version', () => {
    const built = ask([{ Ref: 'Stored' }, { Ref: 'Version' }], {
      Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/b' },
      Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    });
    expect(resolved(built)).toEqual(['stored', expect.stringMatching(/^\d+$/)]);
  });

  it('names a reference to what the project does not hold', () => {
    const built = ask('{{resolve:ssm:/missing}}');
    expect(resolved(built)).toBe('{{resolve:ssm:/missing}}');
    expect(built.notices).toEqual([expect.stringContaining('/missing')]);
  });
});

describe('the model', () => {
  const built = build(
    stack('a', {
      Resources: {
        Fn: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:cdk:path': 'a/Fn/Resource' } },
        Odd: { Type: 'Custom::Odd', Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
        It: {
          Type: 'Test::It',
          Properties: { Value: [{ 'Fn::GetAtt': ['Odd', 'ThingArn'] }, { 'Fn::GetAtt': ['Odd', 'Url'] }] },
        },
      },
    }),
  );
  const [fn] = built.model.byType('AWS::Lambda::Function');

  it('finds by ARN and by ref, among the given types', () => {
    expect(built.model.find(fn!.arn)).toBe(fn);
    expect(built.model.find(fn!.ref, 'AWS::Lambda::Function')).toBe(fn);
    expect(built.model.find(fn!.ref, 'AWS::SQS::Queue')).toBeUndefined();
  });

  it('gives paths, attributes and assets', () => {
    expect(fn!.path).toBe('a/Fn/Resource');
    expect(built.model.byType('Custom::Odd')[0]!.path).toBe('a/Odd');
    expect(fn!.attribute('Arn')).toBe(fn!.arn);
    expect(() => fn!.attribute('Nope')).toThrow('AWS::Lambda::Function has no attribute Nope');
    expect(built.model.asset?.('abc.zip')).toBe('/project/dist/a');
  });

  it('makes up attributes that it does not know, the same in every run, and names them', () => {
    const [arn, url] = resolved(built) as string[];
    expect(arn).toMatch(/^arn:aws:/);
    expect(url).toMatch(/^https:\/\//);
    expect(built.notices).toHaveLength(2);
  });
});
