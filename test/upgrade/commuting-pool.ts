/** An edit that a person or a template may make: one text becomes another. */
export interface CommutingEdit {
  path: string;
  from: string;
  to: string;
}

const after = (text: string, added: string): [string, string] => [text, text + added];
const before = (text: string, added: string): [string, string] => [text, added + text];
const table = "partitionKey: { name: 'pk', type: AttributeType.STRING },";

const edits: Record<string, [from: string, to: string][]> = {
  'package.json': [
    after('"deploy": "cdk deploy --all"', ',\n    "synth": "cdk synth"'),
    after('"test": "vitest run",', '\n    "test:watch": "vitest",'),
    before('"build": "tsx', '"clean": "rm -rf dist",\n    '),
    after('"private": true,', '\n  "type": "module",'),
    after('"private": true,', '\n  "license": "MIT",'),
    ['"version": "0.1.0"', '"version": "0.2.0"'],
    ['"zod": "^4.1.0"', '"zod": "^4.3.0"'],
    before('"zod": "^4.1.0"', '"jose": "^6.0.0",\n    '),
    before('"esbuild": "^0.25.0"', '"@biomejs/biome": "^2.3.0",\n    '),
    ['"esbuild": "^0.25.0"', '"esbuild": "^0.28.0"'],
    ['"typescript": "~5.9.0"', '"typescript": "~6.0.0"'],
    ['"vitest": "^4.0.0"', '"vitest": "^4.1.0"'],
    ['"cdk deploy --all"', '"cdk deploy --all --require-approval never"'],
  ],
  'tsconfig.json': [
    ['"target": "es2022"', '"target": "es2024"'],
    after('"strict": true, // keep it on', '\n    "noUncheckedIndexedAccess": true,'),
    ['["node"]', '["node", "aws-lambda"]'],
    ['["es2023"]', '["es2023", "dom"]'],
    ['"infra", "services"]', '"infra", "services", "test"]'],
    before('"module": "nodenext"', '"skipLibCheck": true,\n    '),
    ['// How the compiler', '// The way the compiler'],
  ],
  'cdk.json': [
    ['"tsx infra/app.ts"', '"npx tsx infra/app.ts"'],
    after('recognizeLayerVersion": true', ',\n    "@aws-cdk/core:newFlag": true'),
    before('"@aws-cdk/core:check', '"@aws-cdk/aws-iam:minimizePolicies": true,\n    '),
    ['{ "include": ["**"] }', '{ "include": ["**"], "exclude": ["dist"] }'],
    after('"app": "tsx infra/app.ts",', '\n  "output": "cdk.out",'),
  ],
  '.github/workflows/ci.yml': [
    ['branches: [main]', 'branches: [main, release]'],
    after('    branches: [main]', '\n  pull_request:'),
    after('contents: read', '\n  id-token: write'),
    ['ubuntu-latest', 'ubuntu-24.04'],
    after('runs-on: ubuntu-latest', '\n    timeout-minutes: 10'),
    ['checkout@v4', 'checkout@v5'],
    ['setup-node@v4', 'setup-node@v5'],
    ['node-version: 22', 'node-version: 24'],
    after('node-version: 22', '\n          cache: npm'),
    ['run: npm ci', 'run: npm ci --ignore-scripts'],
    after('run: npm run lint', '\n      - name: types\n        run: npm run typecheck'),
    after('run: npm test', '\n      - name: synth\n        run: npm run synth'),
    before('name: ci', '# Checks every push.\n'),
  ],
  '.gitignore': [
    after('node_modules/', '\n.pnp.*'),
    after('cdk.out/', '\ncoverage/'),
    after('*.log', '\n.idea/'),
    after('*.log', '\n.DS_Store'),
    ['# output', '# what builds leave'],
    before('# packages', '# secrets\n.env\n'),
  ],
  '.env.example': [
    ['STAGE=dev', 'STAGE=local'],
    ['REGION=eu-west-1', 'REGION=eu-central-1'],
    ['LOG_LEVEL=info', 'LOG_LEVEL=warn'],
    after('LOG_LEVEL=info', '\nTABLE=orders'),
    after('STAGE=dev', '\nPORT=3000'),
  ],
  'README.md': [
    ['A serverless API.', 'A serverless API for orders.'],
    ['Run `npm install`.', 'Run `npm ci`.'],
    after('Run `npm run deploy`.', '\n\n## Costs\n\nNearly nothing.'),
    before('## Deploy', '## Test\n\nRun `npm test`.\n\n'),
    ['# orders', '# Orders'],
  ],
  'infra/lib/api-stack.ts': [
    before('import { RestApi }', "import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';\n"),
    before('import type { Construct }', "import { Queue } from 'aws-cdk-lib/aws-sqs';\n"),
    before('import type { Construct }', "import { Topic } from 'aws-cdk-lib/aws-sns';\n"),
    ['{ CfnOutput, Duration,', '{ CfnOutput, Duration, RemovalPolicy,'],
    ['type StackProps }', 'type StackProps, Tags }'],
    after('stage: string;', '\n  retain?: boolean;'),
    ['/** The API, its functions and its table. */', '/** All that the orders need. */'],
    ['pointInTimeRecovery: true', 'pointInTimeRecovery: props.stage === "prod"'],
    after('pointInTimeRecovery: true,', "\n      timeToLiveAttribute: 'ttl',"),
    before(table, 'deletionProtection: true,\n      '),
    ["create.ts',\n      memorySize: 256", "create.ts',\n      memorySize: 512"],
    ["list.ts',\n      memorySize: 256", "list.ts',\n      memorySize: 1024"],
    after("entry: 'services/orders/list.ts',", "\n      description: 'Lists orders.',"),
    [
      "new NodejsFunction(this, 'Create', {",
      "new NodejsFunction(this, 'Create', {\n      tracing: undefined,",
    ],
    after('table.grantReadData(list);', "\n    Tags.of(this).add('app', 'orders');"),
    before('    const api =', "    const audit = new Queue(this, 'Audit');\n\n"),
    ['stageName: props.stage', 'stageName: props.stage, tracingEnabled: true'],
    after(
      "new CfnOutput(this, 'Url', { value: api.url });",
      "\n    new CfnOutput(this, 'Table', { value: table.tableName });",
    ),
    after('super(scope, id, props);', "\n    this.templateOptions.description = 'Orders';"),
    before('    table.grantWriteData(create);', '    // Least privilege.\n'),
  ],
  'services/orders/create.ts': [
    ['statusCode: 201', 'statusCode: 202'],
    ['?? 1', '?? 10'],
    after('item: string;', '\n  note?: string;'),
    before('export async function handler', '/** Takes an order. */\n'),
    after("import { put } from './store';", "\nimport { log } from './log';"),
    ['item is missing', 'The item is missing'],
    before('  const id = randomUUID();', "  if (order.count < 1) throw new Error('count');\n"),
    after('  await put({ id, ...order });', '\n  console.log(id);'),
  ],
  'services/orders/store.ts': [
    ['new DynamoDBClient({})', 'new DynamoDBClient({ maxAttempts: 5 })'],
    ["?? 'orders'", "?? 'Orders'"],
    ['return [result];', 'return [result].flat();'],
    before('export async function query', 'export const limit = 100;\n\n'),
    after('const client = new DynamoDBClient({});', '\nexport const pages = 10;'),
  ],
  'services/orders/list.ts': [
    ['statusCode: 200', 'statusCode: 206'],
    before('export async function handler', '/** Lists orders. */\n'),
    ['JSON.stringify(orders)', 'JSON.stringify({ orders })'],
  ],
  'test/create.test.ts': [
    ['"item":"tea"', '"item":"coffee"'],
    ["'creates an order'", "'creates one order'"],
    after('toBe(201);\n});', "\n\ntest('again', () => {\n  expect(1).toBe(1);\n});"),
  ],
  'web/style.css': [
    ['#222', '#333'],
    ['60rem', '72rem'],
    after('padding: 1rem;', '\n  margin: auto;'),
    after('color: #222;', '\n  font-family: sans-serif;'),
  ],
  'web/App.tsx': [
    ['<h1>Orders</h1>', '<h1>All orders</h1>'],
    ["Don't panic", "Don't worry"],
    ['useState(0)', 'useState(1)'],
    ['        More\n', '        One more\n'],
  ],
};

/** Edits of the sample project; most pairs can be made in either order with the same outcome. */
export const pool: CommutingEdit[] = Object.entries(edits).flatMap(([path, list]) =>
  list.map(([from, to]) => ({ path, from, to })),
);
