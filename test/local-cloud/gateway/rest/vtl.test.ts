import { describe, expect, it } from 'vitest';
import { arrive } from '../../../../src/local-cloud/gateway/arrival.ts';
import { compileRestApis } from '../../../../src/local-cloud/gateway/rest/compile.ts';
import type { Visit } from '../../../../src/local-cloud/gateway/rest/visit.ts';
import { template } from '../../../../src/local-cloud/gateway/rest/vtl/template.ts';
import { noOverrides, templateVariables } from '../../../../src/local-cloud/gateway/rest/vtl/variables.ts';
import { modelOf, requestOf } from '../../harness.ts';
import { restApi } from './resources.ts';

const [api] = compileRestApis(
  modelOf({ test: { Resources: restApi([], {}, { Variables: { color: 'blue' } }) } }),
);
const visit = (url: string, headers: Record<string, string> = {}): Visit => {
  const request = requestOf(`https://x.example${url}`, { headers });
  return {
    api: api!,
    stage: api!.stages.get('dev')!,
    arrival: arrive(request, { stage: 'dev', path: request.path, domainName: 'x.example' }, 'request-id'),
    pathParameters: { id: '7' },
    identity: {},
    authorizer: { claims: { 'cognito:username': 'me' }, principalId: 'p' },
  };
};

async function render(
  text: string,
  body: unknown = '',
  url = '/dev/x?q=1&q=2',
  headers: Record<string, string> = {},
) {
  const overrides = noOverrides();
  const given = typeof body === 'string' ? body : JSON.stringify(body);
  const result = (await template(text))(templateVariables(visit(url, headers), given, overrides));
  return { result, overrides };
}
const shown = async (...given: Parameters<typeof render>) => (await render(...given)).result;

describe('$input', () => {
  it.each<[string, unknown, string]>([
    ['$input.body', { a: 1 }, '{"a":1}'],
    ['$input.body', '', '{}'],
    ["$input.json('$')", { a: [1, { b: 'x' }] }, '{"a":[1,{"b":"x"}]}'],
    ["$input.json('$')", '', '{}'],
    ["$input.json('$.a')", { a: 'x"y' }, '"x\\"y"'],
    ["$input.json('$')", '<Code>a</Code>', '"<Code>a</Code>"'],
    ["$input.path('$').split('&')[1]", 'a=1&b=2', 'b=2'],
    ["$input.json('$')", '{"a":', '""'],
    ["$input.json('$.missing')", { a: 1 }, '""'],
    ["$input.path('$.a.b[0]')", { a: { b: [5] } }, '5'],
    ["$input.path('$.list.size()')", {}, ''],
    ["$input.params('id')/$input.params('q')/$input.params('X-Any')/$input.params('none')", '', '7/2/any/'],
    [
      "$input.params().path.id $input.params().querystring.q $input.params().header.get('x-any')",
      '',
      '7 2 any',
    ],
  ])('%s of %j', async (text, body, expected) => {
    expect(await shown(text, body, '/dev/x?q=1&q=2', { 'x-any': 'any' })).toBe(expected);
  });

  // Recorded from REST APIs: maps as Java writes them, lists as JSON, nothing for null.
  it.each<[unknown, string]>([
    [{ foo: 'bar' }, '{foo=bar}'],
    [[{ foo: 'bar' }], '[{"foo":"bar"}]'],
    [{ foo: [{ nested: 'bar' }] }, '{foo=[{"nested":"bar"}]}'],
    [{ bigger: 'dict', to: 'test', with: 'separators' }, '{bigger=dict, to=test, with=separators}'],
    ['', ''],
  ])('writes %j as %s', async (body, expected) => {
    expect(await shown("$input.path('$')", body)).toBe(expected);
  });
});

describe('$util', () => {
  it.each([
    ["$util.urlEncode('a b&c=é')", 'a+b%26c%3D%C3%A9'],
    ["$util.urlDecode('a+b%26')", 'a b&'],
    ["$util.base64Encode('é')$util.base64Decode('w6k=')", 'w6k=é'],
    ['$util.parseJson(\'{"a":{"b":7}}\').a.b', '7'],
    ["$util.escapeJavaScript($input.params('text'))", String.raw`it\'s \"x\" \/ \u00E9`],
  ])('%s', async (text, expected) => {
    expect(await shown(text, '', '/dev/x?text=it%27s+%22x%22+/+%C3%A9')).toBe(expected);
  });
});

describe('$context and $stageVariables', () => {
  it('are there, and give nothing where they have no value', async () => {
    const text =
      "$context.requestId|$context.identity.sourceIp|$context.identity.user|$context.nope.deep|$stageVariables.color|$context.authorizer.claims['cognito:username']";
    expect(await shown(text)).toBe('request-id|127.0.0.1|||blue|me');
  });

  it('take overrides', async () => {
    const { overrides } = await render(
      '#set($context.responseOverride.status = 201)#set($context.responseOverride.header.X-A = "v")#set($context.requestOverride.path.key = $input.params("id"))',
    );
    expect(overrides).toMatchObject({
      responseOverride: { status: 201, header: { 'X-A': 'v' } },
      requestOverride: { path: { key: '7' } },
    });
  });
});

describe('the language', () => {
  it.each<[string, string]>([
    ['#set($x = "a")#if($x == "a")yes#{else}no#end', 'yes'],
    ['#if($nothing)yes#elseif(!$nothing)none#end', 'none'],
    // An empty text is true in Velocity 1.7.
    ["#if($input.params('none'))yes#{else}no#end", 'yes'],
    ["#if($input.params('none') != '')yes#{else}no#end", 'no'],
    ['#if(1 == 1 && (2 > 3 || !false))yes#end', 'yes'],
    [
      '#foreach($k in $input.params().querystring.keySet())$foreach.index:$k#if($foreach.hasNext),#end#end',
      '0:a,1:b',
    ],
    [
      '#set($m = {"a": 1})#set($m.b = 2)$m.put("c", 3)$m.size() $m.containsKey("b") $m',
      '3 true {a=1, b=2, c=3}',
    ],
    ['#set($l = [1, 2])#set($done = $l.add(3))$l $l.size() $l.get(0)', '[1,2,3] 3 1'],
    [
      '#set($t = " Abc ")$t.trim().toLowerCase().replaceAll("[ab]", "x") $t.length() $t.isEmpty()',
      'xxc 5 false',
    ],
    ['#set($t = "a,b,,")#set($p = $t.split(","))$p.size() $p[1]', '2 b'],
    ['$util.escapeJavaScript("it\'s").replaceAll("\\\\\'", "\'")', "it's"],
    // Recorded from REST APIs.
    ["#set($r = $input.path('$.none'))#if($r == $null)1#end#if($r == '')2#end#if($r != 'x')3#end", '123'],
    ['#set($n = 7 / 2)$n #set($r = 7 % 2)$r', '3 1'],
    ['#macro(twice $v)$v$v#end#twice("x")', 'xx'],
    ['## nothing\n#* at all *#done', 'done'],
    ['$missing $!missing.', ' .'],
  ])('%s', async (text, expected) => {
    expect(await shown(text, '', '/dev/x?a=1&b=2')).toBe(expected);
  });

  it('cannot reach the program behind it', async () => {
    expect(
      await shown(
        '$input.constructor.constructor("return process")|$util.__proto__|$input.params().__proto__',
      ),
    ).toBe('||');
  });
});
