import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { InvokeOptions, Service, TraceEvent } from '../../../src/local-cloud/contract.ts';
import { lambda } from '../../../src/local-cloud/lambda/index.ts';
import { type Harness, type HarnessOptions, type Resources, startHarness } from '../harness.ts';

export const role = 'arn:aws:iam::123456789012:role/test';

/** A folder of function code that goes away with `dispose`. */
export interface CodeFolder {
  root: string;
  /** Writes `<name>/<file>` and returns the absolute folder. */
  write(name: string, code: string, file?: string): string;
  dispose(): void;
}

export function codeFolder(): CodeFolder {
  const root = mkdtempSync(join(tmpdir(), 'lambda-test-'));
  return {
    root,
    write: (name, code, file = 'index.mjs') => {
      const folder = join(root, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), code);
      return folder;
    },
    dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** A function of a template with its code in a folder; its physical name is the logical id. */
export function functionOf(
  name: string,
  folder: string,
  properties: Record<string, unknown> = {},
): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: role,
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      ...properties,
    },
    Metadata: { 'aws:asset:path': folder, 'aws:asset:property': 'Code' },
  };
}

export async function startLambda(
  resources: Resources,
  options: Partial<HarnessOptions> = {},
  more: Service[] = [],
): Promise<Harness> {
  return startHarness({ services: [...more, lambda], resources, ...options });
}

/** Invokes as the developer and reads the JSON answer. */
export async function call(
  harness: Harness,
  name: string,
  event: unknown = {},
  options: Partial<InvokeOptions> = {},
) {
  const answer = await harness.cloud.invoke(name, JSON.stringify(event), { caller: {}, ...options });
  return { ...answer, value: answer.payload === '' ? undefined : JSON.parse(answer.payload) };
}

/** Resolves with the first trace event, past or coming, that fits. */
export function traced(harness: Harness, fits: (event: TraceEvent) => boolean): Promise<TraceEvent> {
  const past = harness.log.events().find(fits);
  if (past) return Promise.resolve(past);
  return new Promise((resolve) => {
    const end = harness.log.subscribe((event) => {
      if (!fits(event)) return;
      end();
      resolve(event);
    });
  });
}

/** Polls until the assertion that follows holds; patient, as machines under load are slow. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 60_000, interval: 10 });

/** A gate that handlers wait at: `gateCode` in their source gives `await gate(path)`. */
export interface Gate {
  path: string;
  open(): void;
}

export const gateCode = `
import { existsSync } from 'node:fs';
const gate = async (path) => { while (path && !existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 5)); };
`;

export function createGate(code: CodeFolder, name: string): Gate {
  const path = join(code.root, `${name}.open`);
  return { path, open: () => writeFileSync(path, '') };
}
