import { project } from '../project.ts';
import { type Scenario, swap } from '../scenario.ts';

const stack = 'infra/lib/api-stack.ts';
const create = 'services/orders/create.ts';
const doubled = (text: string) => text.replace(/^( +)/gm, '$1$1');
const unquoted = (text: string) => text.replaceAll("'", '"');
const noSemicolons = (text: string) => text.replaceAll(';\n', '\n');

/** Breaks every object literal of the stack's functions over other lines, as a formatter with a short line would. */
function reflowed(text: string): string {
  return unquoted(doubled(text))
    .replaceAll('{ TABLE: table.tableName }', '{\n                TABLE: table.tableName,\n            }')
    .replaceAll(
      '{ name: "pk", type: AttributeType.STRING }',
      '{\n                name: "pk",\n                type: AttributeType.STRING,\n            }',
    )
    .replaceAll(
      '{ name: "sk", type: AttributeType.STRING }',
      '{\n                name: "sk",\n                type: AttributeType.STRING,\n            }',
    )
    .replace(
      'constructor(scope: Construct, id: string, props: ApiStackProps)',
      'constructor(\n        scope: Construct,\n        id: string,\n        props: ApiStackProps,\n    )',
    );
}

/** Source code: lines, formats, imports, look-alike blocks. */
export const codeScenarios: Scenario[] = [
  {
    name: 'edits far apart',
    yours: { [stack]: swap('pointInTimeRecovery: true', 'pointInTimeRecovery: false') },
    next: { [stack]: swap("new CfnOutput(this, 'Url'", "new CfnOutput(this, 'ApiUrl'") },
    result: { [stack]: swap("new CfnOutput(this, 'Url'", "new CfnOutput(this, 'ApiUrl'") },
  },
  {
    name: 'the same edit on both sides',
    yours: { [create]: swap('201', '202') },
    next: { [create]: swap('201', '202') },
    result: {},
  },
  {
    name: 'the same line changed differently',
    yours: { [create]: swap('201', '202') },
    next: { [create]: swap('201', '200') },
    result: {
      [create]: swap(
        '  return { statusCode: 202, body: JSON.stringify({ id }) };\n',
        `<<<<<<< yours
  return { statusCode: 202, body: JSON.stringify({ id }) };
||||||| base
  return { statusCode: 201, body: JSON.stringify({ id }) };
=======
  return { statusCode: 200, body: JSON.stringify({ id }) };
>>>>>>> template
`,
      ),
    },
    conflicts: [[create, 'content']],
  },
  {
    name: 'neighbouring lines changed',
    yours: { [create]: swap('const id = randomUUID();', `const id = \`o-\${randomUUID()}\`;`) },
    next: { [create]: swap('await put({ id, ...order });', 'await put({ ...order, id });') },
    result: {},
    holds: { [create]: ['<<<<<<< yours', 'o-$', '{ ...order, id }', '>>>>>>> template'] },
    conflicts: [[create, 'content']],
  },
  {
    name: 'look-alike blocks: each edit lands in its own',
    yours: { [stack]: (text) => text.replace(/(list\.ts',\n\s+memorySize: )256/, '$1512') },
    next: { [stack]: (text) => text.replace(/(create\.ts',\n\s+memorySize: )256/, '$11024') },
    result: { [stack]: (text) => text.replace(/(create\.ts',\n\s+memorySize: )256/, '$11024') },
  },
  {
    name: 'both add a property to one block, at one place',
    yours: {
      [stack]: swap(
        'pointInTimeRecovery: true,',
        'pointInTimeRecovery: true,\n      deletionProtection: true,',
      ),
    },
    next: {
      [stack]: swap(
        'pointInTimeRecovery: true,',
        "pointInTimeRecovery: true,\n      timeToLiveAttribute: 'ttl',",
      ),
    },
    result: {},
    holds: { [stack]: ['<<<<<<< yours', 'deletionProtection', 'timeToLiveAttribute'] },
    conflicts: [[stack, 'content']],
  },
  {
    name: 'both add the same key at two places of one block',
    yours: {
      [stack]: swap(
        "      partitionKey: { name: 'pk'",
        "      timeToLiveAttribute: 'expires',\n      partitionKey: { name: 'pk'",
      ),
    },
    next: {
      [stack]: swap(
        'pointInTimeRecovery: true,',
        "pointInTimeRecovery: true,\n      timeToLiveAttribute: 'ttl',",
      ),
    },
    result: {},
    conflicts: [[stack, 'unsound']],
    incoming: [stack],
  },
  {
    name: 'both add a resource at different places',
    yours: {
      [stack]: swap(
        '    const create =',
        "    const audit = new Table(this, 'Audit', { partitionKey: { name: 'pk', type: AttributeType.STRING } });\n\n    const create =",
      ),
    },
    next: {
      [stack]: swap(
        '    const api =',
        "    const remove = new NodejsFunction(this, 'Remove', { entry: 'services/orders/remove.ts' });\n\n    const api =",
      ),
    },
    result: {
      [stack]: swap(
        '    const api =',
        "    const remove = new NodejsFunction(this, 'Remove', { entry: 'services/orders/remove.ts' });\n\n    const api =",
      ),
    },
  },
  {
    name: 'both declare the same name at different places',
    yours: { [stack]: swap('    const create =', '    const alarm = 1;\n\n    const create =') },
    next: { [stack]: swap('    const api =', '    const alarm = 2;\n\n    const api =') },
    result: {},
    conflicts: [[stack, 'unsound']],
    incoming: [stack],
  },
  {
    name: 'both add imports at one place',
    yours: {
      [stack]: swap(
        'import type { Construct }',
        "import { Queue } from 'aws-cdk-lib/aws-sqs';\nimport type { Construct }",
      ),
    },
    next: {
      [stack]: swap(
        'import type { Construct }',
        "import { Topic } from 'aws-cdk-lib/aws-sns';\nimport type { Construct }",
      ),
    },
    result: {
      [stack]: swap(
        'import type { Construct }',
        "import { Topic } from 'aws-cdk-lib/aws-sns';\nimport type { Construct }",
      ),
    },
    notices: [[stack, 'imports-merged']],
  },
  {
    name: 'both add a name to one import',
    yours: {
      [stack]: swap(
        '{ CfnOutput, Duration, Stack, type StackProps }',
        '{ CfnOutput, Duration, Stack, type StackProps, Tags }',
      ),
    },
    next: {
      [stack]: swap(
        '{ CfnOutput, Duration, Stack, type StackProps }',
        '{ CfnOutput, Duration, RemovalPolicy, Stack, type StackProps }',
      ),
    },
    result: {
      [stack]: swap(
        '{ CfnOutput, Duration, Stack, type StackProps, Tags }',
        '{ CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Tags }',
      ),
    },
    notices: [[stack, 'imports-merged']],
  },
  {
    name: 'both add a name to one import of several lines',
    yours: {
      [stack]: swap(
        '{ CfnOutput, Duration, Stack, type StackProps }',
        '{\n  CfnOutput,\n  Duration,\n  Stack,\n  type StackProps,\n  Tags,\n}',
      ),
    },
    next: {
      [stack]: swap(
        '{ CfnOutput, Duration, Stack, type StackProps }',
        '{ Aspects, CfnOutput, Duration, Stack, type StackProps }',
      ),
    },
    result: { [stack]: swap('{\n  CfnOutput,', '{\n  Aspects,\n  CfnOutput,') },
    notices: [[stack, 'imports-merged']],
  },
  {
    name: 'template drops an import that your code still needs',
    yours: {
      [stack]: swap(
        '    table.grantWriteData(create);',
        '    table.grantWriteData(create);\n    Duration.minutes(1);',
      ),
    },
    next: {
      [stack]: [
        ['import { CfnOutput, Duration, Stack,', 'import { CfnOutput, Stack,'],
        ['      timeout: Duration.seconds(10),\n', ''],
        ['      timeout: Duration.seconds(10),\n', ''],
      ],
    },
    result: {
      [stack]: [
        ['import { CfnOutput, Duration, Stack,', 'import { CfnOutput, Stack,'],
        ["from 'constructs';\n", "from 'constructs';\nimport { Duration } from 'aws-cdk-lib';\n"],
        ['      timeout: Duration.seconds(10),\n', ''],
        ['      timeout: Duration.seconds(10),\n', ''],
      ],
    },
    notices: [[stack, 'import-restored']],
  },
  {
    name: 'you changed quotes, template changes a line',
    yours: { [stack]: unquoted },
    next: { [stack]: swap('memorySize: 256', 'memorySize: 512') },
    result: { [stack]: swap('memorySize: 256', 'memorySize: 512') },
  },
  {
    name: 'you changed the quotes of one line, template formats another',
    base: { 'a.ts': "one('x');\ntwo();\nthree();\nfour( 4 );\nfive();\n" },
    yours: { 'a.ts': swap("one('x')", 'one("x")') },
    next: {
      'a.ts': [
        ['two();', 'two(2);'],
        ['four( 4 );', 'four(4);'],
      ],
    },
    result: {
      'a.ts': [
        ['two();', 'two(2);'],
        ['four( 4 );', 'four(4);'],
      ],
    },
  },
  {
    name: 'you changed the quotes of the last item, template adds another below',
    base: { 'a.ts': "call([\n  'one',\n  'two'\n]);\n" },
    yours: { 'a.ts': 'call([\n  "one",\n  "two"\n]);\n' },
    next: { 'a.ts': "call([\n  'one',\n  'two',\n  'three'\n]);\n" },
    result: { 'a.ts': 'call([\n  "one",\n  "two",\n  \'three\'\n]);\n' },
  },
  {
    name: 'you removed semicolons, template adds a line that begins with a bracket',
    base: { 'a.ts': 'one();\ntwo();\nthree();\n' },
    yours: { 'a.ts': 'one()\ntwo()\nthree()\n' },
    next: { 'a.ts': 'one();\n(async () => {})();\ntwo();\nthree();\n' },
    result: {},
    conflicts: [['a.ts', 'unsound']],
    incoming: ['a.ts'],
    avoidable: true,
  },
  {
    name: 'you moved blocks, template edits a line that stayed',
    base: { 'a.ts': blocks(['a', 'b', 'c', 'd', 'e', 'f', 'g']) },
    yours: { 'a.ts': blocks(['d', 'e', 'f', 'a', 'b', 'c', 'g']) },
    next: { 'a.ts': swap('g(1);', 'g(2);') },
    result: { 'a.ts': swap('g(1);', 'g(2);') },
  },
  {
    name: 'you doubled the indentation, template adds a block',
    yours: { [stack]: doubled },
    next: {
      [stack]: swap(
        '    table.grantReadData(list);\n',
        "    table.grantReadData(list);\n    if (props.stage === 'prod') {\n      list.addEnvironment('CACHE', 'on');\n    }\n",
      ),
    },
    result: {
      [stack]: swap(
        '        table.grantReadData(list);\n',
        "        table.grantReadData(list);\n        if (props.stage === 'prod') {\n            list.addEnvironment('CACHE', 'on');\n        }\n",
      ),
    },
  },
  {
    name: 'you removed semicolons and edited, template edits elsewhere',
    yours: { [create]: (text) => noSemicolons(text).replace('201', '202') },
    next: { [create]: swap('?? 1', '?? 3') },
    result: {
      [create]: [
        [
          'return { item: value.item, count: value.count ?? 1 }\n',
          'return { item: value.item, count: value.count ?? 3 };\n',
        ],
      ],
    },
  },
  {
    name: 'you reflowed the file, template changes and adds',
    yours: { [stack]: reflowed },
    next: {
      [stack]: [
        ['environment: { TABLE: table.tableName }', "environment: { TABLE: table.tableName, LEVEL: 'info' }"],
        [
          '    table.grantReadData(list);',
          "    table.grantReadData(list);\n    list.addEnvironment('CACHE', 'on');",
        ],
      ],
    },
    result: {},
    holds: {
      [stack]: [
        "TABLE: table.tableName, LEVEL: 'info',\n            },",
        "table.grantReadData(list);\n        list.addEnvironment('CACHE', 'on');\n",
        'name: "pk",\n',
        'constructor(\n        scope: Construct,',
      ],
    },
    notices: [[stack, 'review']],
  },
  {
    name: 'you reflowed the file and changed what the template changes',
    yours: {
      [stack]: (text) => reflowed(text).replace('deployOptions: {', 'description: "mine", deployOptions: {'),
    },
    next: { [stack]: swap('stageName: props.stage', 'stageName: props.stage, metricsEnabled: true') },
    result: {},
    holds: { [stack]: ['<<<<<<< yours', 'description: "mine"', 'metricsEnabled: true'] },
    conflicts: [[stack, 'content']],
  },
  {
    name: 'CRLF on your disk, template changes a line',
    yours: { [create]: (text) => text.replaceAll('\n', '\r\n') },
    next: { [create]: swap('201', '202') },
    result: { [create]: swap('201', '202') },
  },
  {
    name: 'CRLF and an edit of yours, template adds lines',
    yours: { [create]: (text) => text.replace('?? 1', '?? 2').replaceAll('\n', '\r\n') },
    next: { [create]: swap('  const id =', '  // A random id.\n  const id =') },
    result: { [create]: swap('  const id =', '  // A random id.\r\n  const id =') },
    conflicts: [],
  },
  {
    name: 'CRLF and a conflict: markers have CRLF too',
    yours: { '.nvmrc': '25\r\n' },
    next: { '.nvmrc': '26\n' },
    result: {
      '.nvmrc': '<<<<<<< yours\r\n25\r\n||||||| base\r\n24\r\n=======\r\n26\r\n>>>>>>> template\r\n',
    },
    conflicts: [['.nvmrc', 'content']],
  },
  {
    name: 'JSX with an apostrophe',
    yours: { 'web/App.tsx': swap('<h1>Orders</h1>', '<h1>My orders</h1>') },
    next: { 'web/App.tsx': swap('        More\n', '        One more\n') },
    result: { 'web/App.tsx': swap('        More\n', '        One more\n') },
  },
  {
    name: 'you deleted a block that the template changed',
    yours: {
      [create]: (text) =>
        text.replace(/\nfunction parse[\s\S]*/, '').replace('parse(event.body)', 'JSON.parse(event.body)'),
    },
    next: { [create]: swap('?? 1', '?? 3') },
    result: {},
    holds: { [create]: ['<<<<<<< yours', '?? 3', 'JSON.parse(event.body)'] },
    conflicts: [[create, 'content']],
  },
  {
    name: 'template deletes a function far from your edit',
    yours: { [create]: swap('201', '202') },
    next: {
      [create]: (text) =>
        text.replace(/\nfunction parse[\s\S]*/, '').replace('parse(event.body)', 'JSON.parse(event.body)'),
    },
    result: {
      [create]: (text) =>
        text.replace(/\nfunction parse[\s\S]*/, '').replace('parse(event.body)', 'JSON.parse(event.body)'),
    },
  },
  {
    name: 'both wrap lines, and the brackets would cross',
    base: { 'a.ts': 'a();\nb();\nc();\nd();\ne();\nf();\ng();\nh();\n' },
    yours: { 'a.ts': 'a();\nb();\nc();\nif (x) {\nd();\ne();\nf();\ng();\n}\nh();\n' },
    next: { 'a.ts': 'a();\nrun(() => {\nb();\nc();\nd();\ne();\n});\nf();\ng();\nh();\n' },
    result: {},
    conflicts: [['a.ts', 'unsound']],
    incoming: ['a.ts'],
  },
  {
    name: 'you wrap lines, template adds below',
    base: { 'a.ts': 'f(() => {\n  one();\n  two();\n  three();\n  four();\n});\n' },
    yours: { 'a.ts': 'f(() => {\n  one();\n  if (x) {\n  two();\n  three();\n  }\n  four();\n});\n' },
    next: { 'a.ts': 'f(() => {\n  one();\n  two();\n  three();\n  four();\n  five();\n});\n' },
    result: {},
    holds: { 'a.ts': ['if (x) {\n  two();\n  three();\n  }', 'five();'] },
  },
  {
    name: 'your file has a syntax error already',
    yours: {
      [create]: swap("if (typeof value.item !== 'string') throw", "if (typeof value.item !== 'string' throw"),
    },
    next: { [create]: swap('201', '202') },
    result: { [create]: swap('201', '202') },
  },
  {
    name: 'an edit inside a template literal keeps its white space',
    base: {
      'a.ts': 'export const text = `\n  one\n    two\n  three\n  four\n`;\nconst x = 1;\nconst y = 2;\n',
    },
    yours: { 'a.ts': swap('const y = 2', 'const y = 3') },
    next: { 'a.ts': swap('    two', '  two') },
    result: { 'a.ts': swap('    two', '  two') },
  },
  {
    name: 'no line break at the end of your file',
    yours: { [create]: (text) => text.trimEnd() },
    next: { [create]: swap('201', '202') },
    result: { [create]: swap('201', '202') },
  },
  {
    name: 'a byte-order mark in your file',
    yours: { [create]: (text) => `\ufeff${text}` },
    next: { [create]: swap('201', '202') },
    result: { [create]: swap('201', '202') },
  },
  {
    name: 'a comment of yours above a line that the template changes',
    yours: { [stack]: swap('    const api =', '    // Ours.\n    const api =') },
    next: {
      [stack]: swap(
        '      deployOptions: { stageName: props.stage },',
        '      deployOptions: { stageName: props.stage, tracingEnabled: true },',
      ),
    },
    result: {
      [stack]: swap(
        '      deployOptions: { stageName: props.stage },',
        '      deployOptions: { stageName: props.stage, tracingEnabled: true },',
      ),
    },
  },
  {
    name: 'big file with few changes',
    base: { 'big.ts': bigFile() },
    yours: { 'big.ts': swap('line100 = 100', 'line100 = "mine"') },
    next: { 'big.ts': swap('line19000 = 19000', 'line19000 = "theirs"') },
    result: { 'big.ts': swap('line19000 = 19000', 'line19000 = "theirs"') },
  },
  {
    name: 'a whole handler rewritten on both sides',
    yours: { 'services/orders/list.ts': 'export const handler = async () => ({ statusCode: 204 });\n' },
    next: { 'services/orders/list.ts': project['services/orders/list.ts']!.replaceAll('orders', 'found') },
    result: {},
    holds: { 'services/orders/list.ts': ['<<<<<<< yours', 'statusCode: 204', 'found'] },
    conflicts: [['services/orders/list.ts', 'content']],
  },
];

/** Functions of two lines with these names. */
function blocks(names: string[]): string {
  return names.map((name) => `// About ${name}.\n${name}(1);\n`).join('');
}

function bigFile(): string {
  return Array.from({ length: 20_000 }, (_, index) => `export const line${index} = ${index};\n`).join('');
}
