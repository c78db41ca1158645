import { type Scenario, swap } from '../scenario.ts';

const manifest = 'package.json';
const compiler = 'tsconfig.json';
const pipeline = '.github/workflows/ci.yml';

/** JSON, JSONC and YAML. */
export const dataScenarios: Scenario[] = [
  {
    name: 'both add a script',
    yours: {
      [manifest]: swap('"deploy": "cdk deploy --all"', '"deploy": "cdk deploy --all",\n    "mine": "echo"'),
    },
    next: {
      [manifest]: swap(
        '"deploy": "cdk deploy --all"',
        '"deploy": "cdk deploy --all",\n    "synth": "cdk synth"',
      ),
    },
    result: {
      [manifest]: swap(
        '"deploy": "cdk deploy --all",',
        '"deploy": "cdk deploy --all",\n    "synth": "cdk synth",',
      ),
    },
  },
  {
    name: 'you add a dependency, template bumps its neighbour',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"left": "^1.0.0",\n    "zod": "^4.1.0"') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    result: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    notices: [[manifest, 'install']],
  },
  {
    name: 'both bump with the same operator, template higher',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.1.5"') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    result: { [manifest]: swap('"zod": "^4.1.5"', '"zod": "^4.2.0"') },
    notices: [
      [manifest, 'version-raised'],
      [manifest, 'install'],
    ],
  },
  {
    name: 'both bump with the same operator, yours higher',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.10.0"') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.9.0"') },
    result: {},
    notices: [[manifest, 'version-raised']],
  },
  {
    name: 'both bump an exact pin',
    yours: { [manifest]: swap('"aws-cdk": "2.1030.0"', '"aws-cdk": "2.1031.0"') },
    next: { [manifest]: swap('"aws-cdk": "2.1030.0"', '"aws-cdk": "2.1040.0"') },
    result: {},
    conflicts: [[manifest, 'value', '/devDependencies/aws-cdk']],
  },
  {
    name: 'you pin what the template bumps',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "4.1.0"') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    result: {},
    conflicts: [[manifest, 'value', '/dependencies/zod']],
  },
  {
    name: 'you go back, template bumps',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.0.0"') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    result: {},
    conflicts: [[manifest, 'value', '/dependencies/zod']],
  },
  {
    name: 'you remove what the template bumps',
    yours: { [manifest]: swap(',\n    "zod": "^4.1.0"', '') },
    next: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    result: {},
    conflicts: [[manifest, 'value', '/dependencies/zod']],
  },
  {
    name: 'template removes what you bumped',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.2.0"') },
    next: { [manifest]: swap(',\n    "zod": "^4.1.0"', '') },
    result: {},
    conflicts: [[manifest, 'value', '/dependencies/zod']],
  },
  {
    name: 'template removes a dependency beside one that you add',
    yours: { [manifest]: swap('"zod": "^4.1.0"', '"zod": "^4.1.0",\n    "zx": "^8.0.0"') },
    next: { [manifest]: swap(',\n    "zod": "^4.1.0"', '') },
    result: { [manifest]: swap('    "zod": "^4.1.0",\n', '') },
    notices: [[manifest, 'install']],
  },
  {
    name: 'both change one script',
    yours: { [manifest]: swap('"vitest run"', '"vitest run --coverage"') },
    next: { [manifest]: swap('"vitest run"', '"vitest run --silent"') },
    result: {},
    conflicts: [[manifest, 'value', '/scripts/test']],
  },
  {
    name: 'both change one script, template preferred',
    conflict: 'template',
    yours: { [manifest]: swap('"vitest run"', '"vitest run --coverage"') },
    next: { [manifest]: swap('"vitest run"', '"vitest run --silent"') },
    result: { [manifest]: swap('"vitest run --coverage"', '"vitest run --silent"') },
    notices: [[manifest, 'resolved']],
  },
  {
    name: 'tabs and another key order in yours',
    yours: {
      [manifest]: () =>
        '{\n\t"private": true,\n\t"name": "mine",\n\t"version": "0.1.0",\n\t"scripts": {\n\t\t"build": "tsx scripts/build.ts",\n\t\t"test": "vitest run",\n\t\t"deploy": "cdk deploy --all"\n\t},\n\t"dependencies": {\n\t\t"@aws-sdk/client-dynamodb": "^3.900.0",\n\t\t"zod": "^4.1.0"\n\t},\n\t"devDependencies": {\n\t\t"aws-cdk": "2.1030.0",\n\t\t"esbuild": "^0.25.0",\n\t\t"typescript": "~5.9.0",\n\t\t"vitest": "^4.0.0"\n\t}\n}\n',
    },
    next: {
      [manifest]: [
        ['"test": "vitest run",', '"test": "vitest run",\n    "synth": "cdk synth",'],
        ['"private": true,', '"private": true,\n  "engines": {\n    "node": ">=24"\n  },'],
      ],
    },
    result: {
      [manifest]: [
        ['"test": "vitest run",', '"test": "vitest run",\n\t\t"synth": "cdk synth",'],
        ['"private": true,', '"private": true,\n\t"engines": {\n\t\t"node": ">=24"\n\t},'],
      ],
    },
  },
  {
    name: 'minified JSON of yours',
    base: { 'a.json': '{\n  "one": 1,\n  "two": { "x": 1 }\n}\n' },
    yours: { 'a.json': '{"one":1,"two":{"x":1},"mine":true}' },
    next: { 'a.json': '{\n  "one": 2,\n  "two": { "x": 1, "y": [1, 2] },\n  "three": null\n}\n' },
    result: { 'a.json': '{"one":2,"two":{"x":1, "y": [1, 2]}, "three": null,"mine":true}' },
  },
  {
    name: 'comments of yours stay',
    yours: {
      [compiler]: [
        [
          '"strict": true, // keep it on',
          '// Agreed with the team.\n    "strict": true, // keep it on\n    "noEmit": true, /* bundled */',
        ],
      ],
    },
    next: {
      [compiler]: [
        ['"module": "nodenext"', '"module": "nodenext",\n    "moduleResolution": "nodenext"'],
        ['es2022', 'es2023'],
      ],
    },
    result: {
      [compiler]: [
        ['es2022', 'es2023'],
        ['"module": "nodenext",', '"module": "nodenext",\n    "moduleResolution": "nodenext",'],
      ],
    },
  },
  {
    name: 'the template removes a setting on which you put a comment',
    yours: { [compiler]: [['"types": ["node"],', '"types": ["node"], // ours']] },
    next: { [compiler]: [['    "types": ["node"],\n', '']] },
    result: {},
    conflicts: [[compiler, 'unsound']],
    incoming: [compiler],
  },
  {
    name: 'both extend a list of words',
    yours: { [compiler]: swap('["es2023"]', '["es2023", "dom"]') },
    next: { [compiler]: swap('["es2023"]', '["es2023", "esnext.iterator"]') },
    result: { [compiler]: swap('["es2023", "dom"]', '["es2023", "dom", "esnext.iterator"]') },
  },
  {
    name: 'both replace the one word of a list',
    yours: { [compiler]: swap('["es2023"]', '["es2024"]') },
    next: { [compiler]: swap('["es2023"]', '["esnext"]') },
    result: {},
    conflicts: [[compiler, 'value', '/compilerOptions/lib']],
  },
  {
    name: 'lists of objects with names',
    base: { 'a.json': '[\n  { "name": "a", "x": 1, "y": 1 },\n  { "name": "b", "x": 1, "y": 1 }\n]\n' },
    yours: {
      'a.json':
        '[\n  { "name": "a", "x": 2, "y": 1 },\n  { "name": "b", "x": 1, "y": 1 },\n  { "name": "mine" }\n]\n',
    },
    next: {
      'a.json':
        '[\n  { "name": "a", "x": 1, "y": 2 },\n  { "name": "new" },\n  { "name": "b", "x": 1, "y": 1 }\n]\n',
    },
    result: {
      'a.json':
        '[\n  { "name": "a", "x": 2, "y": 2 },\n  { "name": "new" },\n  { "name": "b", "x": 1, "y": 1 },\n  { "name": "mine" }\n]\n',
    },
    notices: [['a.json', 'both-added-items']],
  },
  {
    name: 'lists of resources with logical ids, of which the template says more',
    base: {
      'a.json':
        '[\n  { "stack": "a", "logicalId": "Table" },\n  { "stack": "b", "logicalId": "Bucket" }\n]\n',
    },
    yours: {
      'a.json':
        '[\n  { "stack": "a", "logicalId": "Table" },\n  { "stack": "a", "logicalId": "Mine" },\n  { "stack": "b", "logicalId": "Bucket" }\n]\n',
    },
    next: {
      'a.json':
        '[\n  { "stack": "a", "logicalId": "Table", "key": "pk" },\n  { "stack": "b", "logicalId": "Bucket", "key": "" }\n]\n',
    },
    result: {
      'a.json':
        '[\n  { "stack": "a", "logicalId": "Table", "key": "pk" },\n  { "stack": "a", "logicalId": "Mine" },\n  { "stack": "b", "logicalId": "Bucket", "key": "" }\n]\n',
    },
  },
  {
    name: 'a list from which you remove and to which both add',
    yours: { [compiler]: swap('["infra", "services"]', '["services", "mine"]') },
    next: { [compiler]: swap('["infra", "services"]', '["infra", "services", "web"]') },
    result: { [compiler]: swap('["services", "mine"]', '["services", "mine", "web"]') },
  },
  {
    name: 'both add one key at different places',
    base: { 'a.json': '{\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n' },
    yours: { 'a.json': '{\n  "new": 1,\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n' },
    next: { 'a.json': '{\n  "a": 1,\n  "b": 1,\n  "new": 2,\n  "c": 1\n}\n' },
    result: {},
    conflicts: [['a.json', 'value', '/new']],
  },
  {
    name: 'both add one key with one value at different places',
    base: { 'a.json': '{\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n' },
    yours: { 'a.json': '{\n  "new": 1,\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n' },
    next: { 'a.json': '{\n  "a": 1,\n  "b": 2,\n  "new": 1,\n  "c": 1\n}\n' },
    result: { 'a.json': swap('"b": 1', '"b": 2') },
  },
  {
    name: 'YAML: one key with one value added by both at different places',
    base: { 'a.yaml': 'a: 1\nb: 1\nc: 1\nd: 1\n' },
    yours: { 'a.yaml': 'new: 1\na: 1\nb: 1\nc: 1\nd: 1\n' },
    next: { 'a.yaml': 'a: 1\nb: 1\nc: 1\nd: 1\nnew: 1\n' },
    result: {},
    conflicts: [['a.yaml', 'unsound']],
    incoming: ['a.yaml'],
    avoidable: true,
  },
  {
    name: 'template deletes YAML in which you wrote a comment',
    yours: { [pipeline]: swap('jobs:', '# Ours.\njobs:') },
    next: { [pipeline]: null },
    result: {},
    conflicts: [[pipeline, 'deleted-by-template']],
  },
  {
    name: 'template deletes YAML of which you changed the quotes alone',
    yours: { [pipeline]: swap('name: ci', "name: 'ci'") },
    next: { [pipeline]: null },
    result: { [pipeline]: null },
    notices: [[pipeline, 'deleted-by-template']],
  },
  {
    name: 'template deletes YAML in which you changed a tag',
    base: { 'a.yaml': 'a: !Ref X\n' },
    yours: { 'a.yaml': 'a: !Sub X\n' },
    next: { 'a.yaml': null },
    result: {},
    conflicts: [['a.yaml', 'deleted-by-template']],
  },
  {
    name: 'lists that cannot be told apart, changed at one place',
    base: { 'a.json': '{ "rows": [[1], [1], [2]] }\n' },
    yours: { 'a.json': '{ "rows": [[1], [1], [3]] }\n' },
    next: { 'a.json': '{ "rows": [[1], [1], [4]] }\n' },
    result: {},
    conflicts: [['a.json', 'value', '/rows']],
  },
  {
    name: 'long numbers differ in their last digit',
    base: { 'a.json': '{\n  "account": 123456789012345678901,\n  "b": 1\n}\n' },
    yours: { 'a.json': '{\n  "account": 123456789012345678902,\n  "b": 1\n}\n' },
    next: { 'a.json': '{\n  "account": 123456789012345678901,\n  "b": 2\n}\n' },
    result: { 'a.json': '{\n  "account": 123456789012345678902,\n  "b": 2\n}\n' },
  },
  {
    name: 'JSON of yours that does not parse',
    yours: { 'cdk.json': swap('"app": "tsx infra/app.ts",', '"app": "tsx infra/app.ts"') },
    next: { 'cdk.json': swap('LayerVersion": true', 'LayerVersion": false') },
    result: { 'cdk.json': swap('LayerVersion": true', 'LayerVersion": false') },
  },
  {
    name: 'JSON of yours that repeats a key',
    base: { 'a.json': '{\n  "a": 1,\n  "b": 1\n}\n' },
    yours: { 'a.json': '{\n  "a": 1,\n  "a": 2,\n  "b": 1\n}\n' },
    next: { 'a.json': '{\n  "a": 3,\n  "b": 1\n}\n' },
    result: {},
    holds: { 'a.json': ['<<<<<<< yours'] },
    conflicts: [['a.json', 'content']],
  },
  {
    name: 'keys that are dangerous in JavaScript',
    base: { 'a.json': '{ "a": 1 }\n' },
    yours: { 'a.json': '{ "a": 1, "__proto__": { "x": 1 } }\n' },
    next: { 'a.json': '{ "a": 2, "constructor": 1 }\n' },
    result: { 'a.json': '{ "a": 2, "constructor": 1, "__proto__": { "x": 1 } }\n' },
  },
  {
    name: 'CDK feature flags: both add',
    yours: {
      'cdk.json': swap(
        '"@aws-cdk/aws-lambda:recognizeLayerVersion": true',
        '"@aws-cdk/aws-lambda:recognizeLayerVersion": true,\n    "mine": 1',
      ),
    },
    next: {
      'cdk.json': swap(
        '"@aws-cdk/aws-lambda:recognizeLayerVersion": true',
        '"@aws-cdk/aws-lambda:recognizeLayerVersion": true,\n    "@aws-cdk/new": true',
      ),
    },
    result: {
      'cdk.json': swap(
        'recognizeLayerVersion": true,',
        'recognizeLayerVersion": true,\n    "@aws-cdk/new": true,',
      ),
    },
  },
  {
    name: 'workflow: edits far apart',
    yours: { [pipeline]: swap('branches: [main]', 'branches: [main, next]') },
    next: { [pipeline]: swap('run: npm test', 'run: npm run test') },
    result: { [pipeline]: swap('run: npm test', 'run: npm run test') },
  },
  {
    name: 'workflow: both add a key at one place',
    yours: { [pipeline]: swap('  contents: read\n', '  contents: read\n  packages: read\n') },
    next: { [pipeline]: swap('  contents: read\n', '  contents: read\n  id-token: write\n') },
    result: { [pipeline]: swap('  packages: read\n', '  packages: read\n  id-token: write\n') },
  },
  {
    name: 'workflow: both append a step',
    yours: { [pipeline]: (text) => `${text}      - name: mine\n        run: echo mine\n` },
    next: { [pipeline]: (text) => `${text}      - name: synth\n        run: npm run synth\n` },
    result: { [pipeline]: (text) => `${text}      - name: synth\n        run: npm run synth\n` },
    notices: [[pipeline, 'both-added-items']],
  },
  {
    name: 'workflow: both change one value',
    yours: { [pipeline]: swap('node-version: 22', 'node-version: 20') },
    next: { [pipeline]: swap('node-version: 22', 'node-version: 24') },
    result: {},
    holds: {
      [pipeline]: ['<<<<<<< yours\n          node-version: 20', 'node-version: 24\n>>>>>>> template'],
    },
    conflicts: [[pipeline, 'content']],
  },
  {
    name: 'workflow: template bumps an action that you left, your comment stays',
    yours: {
      [pipeline]: swap('    runs-on: ubuntu-latest', '    # Ours run on ARM.\n    runs-on: ubuntu-24.04-arm'),
    },
    next: { [pipeline]: swap('setup-node@v4', 'setup-node@v6') },
    result: { [pipeline]: swap('setup-node@v4', 'setup-node@v6') },
  },
  {
    name: 'CloudFormation tags are part of a value',
    base: { 'a.yaml': 'a: !Ref X\nb: 1\nc: 1\nd: 1\n' },
    yours: { 'a.yaml': 'a: !Sub X\nb: 1\nc: 1\nd: 1\n' },
    next: { 'a.yaml': 'a: !Ref X\nb: 1\nc: 1\nd: 2\n' },
    result: { 'a.yaml': 'a: !Sub X\nb: 1\nc: 1\nd: 2\n' },
  },
  {
    name: 'YAML: one key added by both at different places',
    base: { 'a.yaml': 'a: 1\nb: 1\nc: 1\nd: 1\n' },
    yours: { 'a.yaml': 'new: 1\na: 1\nb: 1\nc: 1\nd: 1\n' },
    next: { 'a.yaml': 'a: 1\nb: 1\nc: 1\nd: 1\nnew: 2\n' },
    result: {},
    conflicts: [['a.yaml', 'unsound']],
    incoming: ['a.yaml'],
  },
];
