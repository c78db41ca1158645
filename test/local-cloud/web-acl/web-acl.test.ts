import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateway } from '../../../src/local-cloud/gateway/service.ts';
import { unserved } from '../../../src/local-cloud/unserved.ts';
import { evaluate } from '../../../src/local-cloud/web-acl/evaluate.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../gateway/fixture.ts';
import { method, proxy, restApi } from '../gateway/rest/resources.ts';
import { modelOf, requestOf } from '../harness.ts';

const byte = (field: object, constraint: string, search: string, transformations: string[] = ['NONE']) => ({
  ByteMatchStatement: {
    FieldToMatch: field,
    PositionalConstraint: constraint,
    SearchString: search,
    TextTransformations: transformations.map((Type, Priority) => ({ Type, Priority })),
  },
});
const header = (name: string) => ({ SingleHeader: { Name: name } });
const rule = (statement: object, more: object = { Action: { Block: {} } }) => ({
  Name: 'rule',
  Priority: 1,
  Statement: statement,
  ...more,
});

function judge(
  rules: object[],
  url = 'https://x.example/',
  headers: Record<string, string> = {},
  more: object = {},
) {
  const model = modelOf({
    test: {
      Resources: {
        Acl: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: { DefaultAction: { Allow: {} }, Rules: rules, ...more },
        },
        Ips: { Type: 'AWS::WAFv2::IPSet', Properties: { Addresses: ['192.0.2.0/24', '2001:db8::/32'] } },
      },
    },
  });
  const acl = model.byType('AWS::WAFv2::WebACL')[0]!;
  return evaluate(
    acl,
    requestOf(url, { headers, method: 'PUT', body: 'the body', sourceIp: '192.0.2.9' }),
    model,
  );
}

describe('statements', () => {
  it.each<[object, boolean]>([
    [byte(header('X-Origin'), 'EXACTLY', 'secret'), true],
    [byte(header('x-origin'), 'EXACTLY', 'other'), false],
    [byte(header('x-case'), 'EXACTLY', 'abc', ['TRIM', 'LOWERCASE']), true],
    [byte({ UriPath: {} }, 'STARTS_WITH', '/admin'), true],
    [byte({ UriPath: {} }, 'ENDS_WITH', '/users', ['URL_DECODE']), true],
    [byte({ QueryString: {} }, 'CONTAINS', 'q=1'), true],
    [byte({ SingleQueryArgument: { Name: 'Q' } }, 'EXACTLY', '1'), true],
    [byte({ AllQueryArguments: {} }, 'CONTAINS', 'two words'), true],
    [byte({ Method: {} }, 'EXACTLY', 'PUT'), true],
    [byte({ Body: {} }, 'CONTAINS_WORD', 'body'), true],
    [byte({ Body: {} }, 'CONTAINS_WORD', 'bod'), false],
    [
      byte({ Cookies: { MatchPattern: { IncludedCookies: ['id'] }, MatchScope: 'VALUE' } }, 'EXACTLY', '7'),
      true,
    ],
    [byte({ Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY' } }, 'EXACTLY', 'x-case'), true],
    [{ NotStatement: { Statement: byte(header('x-origin'), 'EXACTLY', 'secret') } }, false],
    [
      {
        AndStatement: {
          Statements: [byte({ Method: {} }, 'EXACTLY', 'PUT'), byte({ UriPath: {} }, 'CONTAINS', 'none')],
        },
      },
      false,
    ],
    [
      {
        OrStatement: {
          Statements: [byte({ Method: {} }, 'EXACTLY', 'PUT'), byte({ UriPath: {} }, 'CONTAINS', 'none')],
        },
      },
      true,
    ],
    [
      {
        RegexMatchStatement: {
          FieldToMatch: { UriPath: {} },
          RegexString: '(?i)^/ADMIN',
          TextTransformations: [],
        },
      },
      true,
    ],
    [
      {
        SizeConstraintStatement: {
          FieldToMatch: { Body: {} },
          ComparisonOperator: 'GT',
          Size: 7,
          TextTransformations: [],
        },
      },
      true,
    ],
    [{ ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } }, false],
    [{}, false],
  ])('%j', (statement, matches) => {
    const headers = { 'x-origin': 'secret', 'x-case': ' ABC ', cookie: 'a=1; id=7' };
    const { action } = judge([rule(statement)], 'https://x.example/admin/%75sers?q=1&r=two+words', headers);
    expect(action).toBe(matches ? 'block' : 'allow');
  });

  it('matches addresses of a set', () => {
    const model = modelOf({ test: { Resources: { Ips: { Type: 'AWS::WAFv2::IPSet', Properties: {} } } } });
    const { arn } = model.byType('AWS::WAFv2::IPSet')[0]!;
    const listed = rule({ IPSetReferenceStatement: { Arn: arn } });
    expect(judge([listed])).toMatchObject({ action: 'block', rule: 'rule' });
  });
});

describe('rules', () => {
  const always = { NotStatement: { Statement: byte({ Method: {} }, 'EXACTLY', 'NONE') } };

  it('go by priority; Count goes on, Allow ends', () => {
    const rules = [
      { ...rule(always), Priority: 3 },
      { ...rule(always, { Action: { Count: {} } }), Priority: 1 },
      { ...rule(always, { Action: { Allow: {} } }), Priority: 2, Name: 'first' },
    ];
    expect(judge(rules)).toEqual({ action: 'allow', rule: 'first' });
  });

  it('see labels of rules before them', () => {
    const rules = [
      { ...rule(always, { Action: { Count: {} }, RuleLabels: [{ Name: 'app:seen' }] }), Priority: 1 },
      { ...rule({ LabelMatchStatement: { Scope: 'LABEL', Key: 'seen' } }), Priority: 2, Name: 'second' },
    ];
    expect(judge(rules)).toMatchObject({ action: 'block', rule: 'second' });
  });

  it('may have an answer of their own', () => {
    const block = {
      Action: {
        Block: {
          CustomResponse: {
            ResponseCode: 418,
            CustomResponseBodyKey: 'b',
            ResponseHeaders: [{ Name: 'X-A', Value: '1' }],
          },
        },
      },
    };
    const { response } = judge(
      [rule(always, block)],
      undefined,
      {},
      { CustomResponseBodies: { b: { ContentType: 'TEXT_PLAIN', Content: 'no' } } },
    );
    expect([response!.status, response!.headers, response!.body.toString()]).toEqual([
      418,
      [
        ['content-type', 'text/plain'],
        ['x-a', '1'],
      ],
      'no',
    ]);
  });

  it('that are not evaluated are named at start', () => {
    const model = modelOf({
      test: {
        Resources: {
          Acl: {
            Type: 'AWS::WAFv2::WebACL',
            Properties: { Rules: [rule({ RateBasedStatement: { Limit: 100 } })] },
          },
        },
      },
    });
    expect(unserved(model, [gateway])).toEqual([
      'AWS::WAFv2::WebACL Rules.Statement.RateBasedStatement: matches no request here (test/Acl)',
    ]);
  });
});

describe('on a stage of a REST API', () => {
  let cloud: GatewayHarness;
  beforeAll(async () => {
    cloud = await startGatewayHarness(
      { echo: () => ({ statusCode: 200 }) },
      {
        resources: {
          ...functionResources('echo'),
          ...restApi(['/x']),
          ...method('/x', 'GET', proxy('echo')),
          Acl: {
            Type: 'AWS::WAFv2::WebACL',
            Properties: {
              Name: 'lock',
              Scope: 'REGIONAL',
              DefaultAction: { Block: {} },
              Rules: [rule(byte(header('x-origin'), 'EXACTLY', 'secret'), { Action: { Allow: {} } })],
            },
          },
          Association: {
            Type: 'AWS::WAFv2::WebACLAssociation',
            Properties: {
              WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
              ResourceArn: {
                'Fn::Join': [
                  '',
                  ['arn:aws:apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, '/stages/', { Ref: 'Stage' }],
                ],
              },
            },
          },
        },
      },
    );
  });
  afterAll(() => cloud.close());

  it('only requests with the header of the origin lock pass', async () => {
    const refused = await cloud.call('Api', '/dev/x');
    expect([refused.status, refused.json]).toEqual([403, { message: 'Forbidden' }]);
    expect((await cloud.call('Api', '/dev/x', { headers: { 'x-origin': 'secret' } })).status).toBe(200);
  });
});
