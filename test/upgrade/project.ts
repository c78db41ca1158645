import type { FileTree } from '../../src/generate/file-tree.ts';

/** Text files of a small serverless project, as a template gives them. */
export const project: Record<string, string> = {
  'README.md':
    '# orders\n\nA serverless API.\n\n## Start\n\nRun `npm install`.\n\n## Deploy\n\nRun `npm run deploy`.\n',
  'package.json': `{
  "name": "orders",
  "version": "0.1.0",
  "private": true,
  "scripts": {
    "build": "tsx scripts/build.ts",
    "test": "vitest run",
    "deploy": "cdk deploy --all"
  },
  "dependencies": {
    "@aws-sdk/client-dynamodb": "^3.900.0",
    "zod": "^4.1.0"
  },
  "devDependencies": {
    "aws-cdk": "2.1030.0",
    "esbuild": "^0.25.0",
    "typescript": "~5.9.0",
    "vitest": "^4.0.0"
  }
}
`,
  'package-lock.json': '{\n  "name": "orders",\n  "lockfileVersion": 3,\n  "packages": {}\n}\n',
  'tsconfig.json': `{
  // How the compiler reads this project.
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true, // keep it on
    "types": ["node"],
    "lib": ["es2023"]
  },
  "include": ["infra", "services"]
}
`,
  'cdk.json': `{
  "app": "tsx infra/app.ts",
  "watch": { "include": ["**"] },
  "context": {
    "@aws-cdk/core:checkSecretUsage": true,
    "@aws-cdk/aws-lambda:recognizeLayerVersion": true
  }
}
`,
  '.gitignore': '# packages\nnode_modules/\n\n# output\ndist/\ncdk.out/\n*.log\n',
  '.env.example': '# settings\nSTAGE=dev\nREGION=eu-west-1\nLOG_LEVEL=info\n',
  '.nvmrc': '24\n',
  '.github/workflows/ci.yml': `name: ci
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: node
        uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: install
        run: npm ci
      - name: lint
        run: npm run lint
      - name: test
        run: npm test
`,
  'infra/app.ts': `import { App } from 'aws-cdk-lib';
import { ApiStack } from './lib/api-stack';

const app = new App();
new ApiStack(app, 'orders-dev', { stage: 'dev' });
`,
  'infra/lib/api-stack.ts': `import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

export interface ApiStackProps extends StackProps {
  stage: string;
}

/** The API, its functions and its table. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);

    const table = new Table(this, 'Orders', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      pointInTimeRecovery: true,
    });

    const create = new NodejsFunction(this, 'Create', {
      entry: 'services/orders/create.ts',
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: { TABLE: table.tableName },
    });

    const list = new NodejsFunction(this, 'List', {
      entry: 'services/orders/list.ts',
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: { TABLE: table.tableName },
    });

    table.grantWriteData(create);
    table.grantReadData(list);

    const api = new RestApi(this, 'Api', {
      deployOptions: { stageName: props.stage },
    });

    new CfnOutput(this, 'Url', { value: api.url });
  }
}
`,
  'services/orders/create.ts': `import { randomUUID } from 'node:crypto';
import { put } from './store';

interface Order {
  item: string;
  count: number;
}

export async function handler(event: { body: string }) {
  const order = parse(event.body);
  const id = randomUUID();
  await put({ id, ...order });
  return { statusCode: 201, body: JSON.stringify({ id }) };
}

function parse(body: string): Order {
  const value = JSON.parse(body);
  if (typeof value.item !== 'string') throw new Error('item is missing');
  return { item: value.item, count: value.count ?? 1 };
}
`,
  'services/orders/list.ts': `import { query } from './store';

export async function handler() {
  const orders = await query();
  return { statusCode: 200, body: JSON.stringify(orders) };
}
`,
  'services/orders/store.ts': `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
const table = process.env.TABLE ?? 'orders';

export async function put(order: object) {
  await client.send({ table, order } as never);
}

export async function query(): Promise<object[]> {
  const result = await client.send({ table } as never);
  return [result];
}
`,
  'test/create.test.ts': `import { expect, test } from 'vitest';
import { handler } from '../services/orders/create';

test('creates an order', async () => {
  const response = await handler({ body: '{"item":"tea"}' });
  expect(response.statusCode).toBe(201);
});
`,
  'web/style.css':
    'body {\n  margin: 0;\n  color: #222;\n}\n\nmain {\n  max-width: 60rem;\n  padding: 1rem;\n}\n',
  'web/App.tsx': `import { useState } from 'react';

export function App() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>Orders</h1>
      <p>Don't panic: {count}</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        More
      </button>
    </main>
  );
}
`,
  'scripts/seed.sh': '#!/bin/sh\nset -e\naws dynamodb put-item --table-name orders\n',
};

/** A picture, which is no text. */
export const logo = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 1, 2, 3, 4,
]);

/** What to change in a tree: a new text, bytes or link, a replacement in the text, several, or null to delete. */
export type Edit =
  | string
  | Uint8Array
  | null
  | { link: string }
  | { mode: number; text?: string }
  | [from: string, to: string][]
  | ((text: string) => string | Uint8Array);
export type Edits = Record<string, Edit>;

/** The project as a tree, with its picture and its script's mode. */
export function projectTree(): FileTree {
  const tree: FileTree = new Map();
  for (const [path, text] of Object.entries(project)) {
    tree.set(path, { content: Buffer.from(text), mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  return tree.set('web/logo.png', { content: logo, mode: 0o644 });
}

/** A changed copy of a tree. A replacement that finds nothing throws, so that no edit is a silent no-op. */
export function edited(tree: FileTree, edits: Edits): FileTree {
  const result: FileTree = new Map(tree);
  for (const [path, edit] of Object.entries(edits)) {
    const old = result.get(path);
    const text = old ? Buffer.from(old.content).toString() : '';
    const mode = old?.mode ?? 0o644;
    if (edit === null) result.delete(path);
    else if (typeof edit === 'string') result.set(path, { content: Buffer.from(edit), mode });
    else if (edit instanceof Uint8Array) result.set(path, { content: edit, mode });
    else if (typeof edit === 'function') result.set(path, { content: Buffer.from(edit(text)), mode });
    else if (Array.isArray(edit))
      result.set(path, { content: Buffer.from(replaced(text, edit, path)), mode });
    else if ('link' in edit) result.set(path, { content: Buffer.from(edit.link), mode: 0o777, link: true });
    else
      result.set(path, {
        content: edit.text === undefined ? old!.content : Buffer.from(edit.text),
        mode: edit.mode,
      });
  }
  return result;
}

function replaced(text: string, pairs: [string, string][], path: string): string {
  return pairs.reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`);
    return current.replace(from, () => to);
  }, text);
}

/** The text of a file of a tree. */
export function textOf(tree: FileTree, path: string): string | undefined {
  const entry = tree.get(path);
  return entry && Buffer.from(entry.content).toString();
}
