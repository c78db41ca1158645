import { describe, expect, it } from 'vitest';
import { AssemblyError } from '../../../src/local-cloud/assembly/assembly-error.ts';
import { buildModel } from '../../../src/local-cloud/assembly/model.ts';
import type { Template } from '../../../src/local-cloud/assembly/template.ts';
import { placeholders } from '../harness.ts';

const base: Template = {
  Mappings: { Sizes: { 'eu-west-1': { memory: 256, zones: ['x', 'y'] } } },
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
  },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
    Both: { 'Fn::And': [{ Condition: 'IsDev' }, { 'Fn::Equals': [1, '1'] }] },
    Any: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'Both' }] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
  },
};

/** What a value in a template resolves to. */
function resolve(value: unknown, more: Template = {}): unknown {
  const Resources = {
    ...base.Resources,
    ...more.Resources,
    It: { Type: 'Test::It', Properties: { Value: value } },
  };
  const { model } = buildModel({
    stacks: [
      {
        name: 'shop-dev',
        account: '123456789012',
        region: 'eu-west-1',
        template: { ...base, ...more, Resources },
      },
    ],
    assets: new Map(),
  });
  return model.resources.find(({ logicalId }) => logicalId === 'It')!.properties.Value;
}

describe('intrinsic functions', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Table' }, 'orders'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a list parameter', { Ref: 'Names' }, ['a', 'b', 'c']],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-west-1:123456789012:jobs'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.QueueName' }, 'jobs'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 3]] }, 'a-dev-3'],
    ['Join over a list from elsewhere', { 'Fn::Join': ['+', { Ref: 'Names' }] }, 'a+b+c'],
    [
      'Sub',
      { 'Fn::Sub': placeholders('<Stage>/<Queue.Arn>/<AWS::Region>') },
      'dev/arn:aws:sqs:eu-west-1:123456789012:jobs/eu-west-1',
    ],
    ['Sub with a literal', { 'Fn::Sub': placeholders('<!Stage> <Stage>') }, placeholders('<Stage> dev')],
    [
      'Sub with variables',
      { 'Fn::Sub': [placeholders('<Table>:<Mine>'), { Mine: { Ref: 'Stage' } }] },
      'orders:dev',
    ],
    ['Select', { 'Fn::Select': ['1', { Ref: 'Names' }] }, 'b'],
    ['Split', { 'Fn::Split': [':', 'a:b:c'] }, ['a', 'b', 'c']],
    [
      'Select of Split',
      { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
      'sqs',
    ],
    ['If, true', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
    ['If over Or, And, Not', { 'Fn::If': ['Any', { 'Fn::If': ['IsProd', 1, 2] }, 3] }, 2],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 256],
    ['FindInMap of a list', { 'Fn::FindInMap': ['Sizes', 'eu-west-1', 'zones'] }, ['x', 'y']],
    [
      'FindInMap with a default',
      { 'Fn::FindInMap': ['Sizes', 'mars', 'memory', { DefaultValue: 128 }] },
      128,
    ],
    ['Base64', { 'Fn::Base64': { Ref: 'Stage' } }, 'ZGV2'],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Stage' }, b: [1] } }, '{"a":"dev","b":[1]}'],
    ['Length', { 'Fn::Length': { Ref: 'Names' } }, 3],
    ['account', { Ref: 'AWS::AccountId' }, '123456789012'],
    [
      'partition and suffix',
      { 'Fn::Sub': placeholders('<AWS::Partition> <AWS::URLSuffix>') },
      'aws amazonaws.com',
    ],
    ['stack name', { Ref: 'AWS::StackName' }, 'shop-dev'],
    ['a key that only looks like one', { Reference: 'x', 'Not::Fn': 1 }, { Reference: 'x', 'Not::Fn': 1 }],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue, in objects and in lists', () => {
    const noValue = { Ref: 'AWS::NoValue' };
    expect(resolve({ a: noValue, b: [1, noValue, 2], c: { 'Fn::If': ['IsProd', 1, noValue] } })).toEqual({
      b: [1, 2],
    });
  });

  it('does not look into the branch of If that is not taken', () => {
    expect(resolve({ 'Fn::If': ['IsDev', 'fine', { 'Fn::GetAtt': ['Missing', 'Arn'] }] })).toBe('fine');
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing resource', { Ref: 'Nope' }, /Unresolved reference to Nope in stack shop-dev/],
    ['a missing condition', { 'Fn::If': ['Nope', 1, 2] }, /Condition Nope/],
    ['a missing map entry', { 'Fn::FindInMap': ['Sizes', 'mars', 'memory'] }, /Sizes, mars, memory/],
    ['an index beyond the list', { 'Fn::Select': [3, { Ref: 'Names' }] }, /item 3 of a list of 3/],
    ['an object within a Join', { 'Fn::Join': ['', [{ a: 1 }]] }, /where text is needed/],
  ])('refuses %s with the place', (_, value, message) => {
    expect(() => resolve(value)).toThrow(AssemblyError);
    expect(() => resolve(value)).toThrow(message);
  });
});
