import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AssemblyError } from './assembly-error.ts';
import type { AssemblyInput, NestedTemplate, StackInput, Template } from './template.ts';

/** Where a stack goes when the CDK app leaves it open. */
export interface Environment {
  account: string;
  region: string;
}

const openEnvironment: Environment = { account: '000000000000', region: 'us-east-1' };

interface Artifact {
  type: string;
  environment?: string;
  displayName?: string;
  properties?: {
    directoryName?: string;
    templateFile?: string;
    stackName?: string;
    file?: string;
    parameters?: Record<string, unknown>;
  };
}

interface AssetManifest {
  files?: Record<
    string,
    { source?: { path?: string }; destinations?: Record<string, { objectKey: string }> }
  >;
}

/**
 * Reads a cloud assembly (`cdk.out`): its stacks, those of its stages, nested templates and file assets.
 * Source: the manifest schema of aws-cdk-lib's cloud-assembly-schema.
 */
export function readAssembly(folder: string, fallback: Environment = openEnvironment): AssemblyInput {
  const stacks: StackInput[] = [];
  const assets = new Map<string, string>();
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>(join(folder, 'manifest.json'));
  for (const artifact of Object.values(manifest.artifacts ?? {})) {
    const { directoryName, file, templateFile } = artifact.properties ?? {};
    if (artifact.type === 'cdk:cloud-assembly' && directoryName) {
      const stage = readAssembly(join(folder, directoryName), fallback);
      stacks.push(...stage.stacks);
      for (const [key, path] of stage.assets) assets.set(key, path);
    } else if (artifact.type === 'aws:cloudformation:stack' && templateFile) {
      stacks.push(readStack(folder, templateFile, artifact, fallback));
    } else if (artifact.type === 'cdk:asset-manifest' && file) {
      readAssets(folder, join(folder, file), assets);
    }
  }
  return { stacks, assets };
}

function readStack(
  folder: string,
  templateFile: string,
  artifact: Artifact,
  fallback: Environment,
): StackInput {
  const { stackName, parameters } = artifact.properties ?? {};
  // aws://123456789012/eu-west-1, or aws://unknown-account/unknown-region
  const [account, region] = String(artifact.environment ?? '')
    .replace('aws://', '')
    .split('/');
  return {
    name:
      stackName ??
      (artifact.displayName ?? templateFile.replace(/\.template\.json$/, '')).replaceAll('/', '-'),
    account: !account || account === 'unknown-account' ? fallback.account : account,
    region: !region || region === 'unknown-region' ? fallback.region : region,
    parameters,
    ...readTemplate(folder, templateFile),
  };
}

/** A template with its nested ones; asset paths in the metadata become absolute. */
function readTemplate(folder: string, file: string): NestedTemplate {
  const template = readJson<Template>(join(folder, file));
  const nested: Record<string, NestedTemplate> = {};
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    const asset = resource.Metadata?.['aws:asset:path'];
    if (typeof asset !== 'string') continue;
    if (resource.Type === 'AWS::CloudFormation::Stack') nested[id] = readTemplate(folder, asset);
    resource.Metadata = { ...resource.Metadata, 'aws:asset:path': resolve(folder, asset) };
  }
  return { template, nested };
}

function readAssets(folder: string, file: string, assets: Map<string, string>): void {
  if (!existsSync(file)) return;
  for (const asset of Object.values(readJson<AssetManifest>(file).files ?? {})) {
    for (const { objectKey } of Object.values(asset.destinations ?? {})) {
      if (asset.source?.path) assets.set(objectKey, resolve(folder, asset.source.path));
    }
  }
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AssemblyError(
      `The cloud assembly is not readable: ${(error as Error).message}. Synthesise it again.`,
    );
  }
}
