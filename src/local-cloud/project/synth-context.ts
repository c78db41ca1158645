import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectError } from './esbuild.ts';

/** CDK context of an app: `cdk.json`, `cdk.context.json`, what is given, and what makes a synth quick and readable. */
export function contextOf(app: string, given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...readJson(join(app, 'cdk.context.json')),
    ...(readJson(join(app, 'cdk.json')).context as Record<string, unknown> | undefined),
    ...given,
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    // Functions then point at dist/ itself, where a rebuild is seen at once.
    'aws:cdk:disable-asset-staging': true,
    'aws:cdk:bundling-stacks': [],
    // What constructs tell of their properties for CDK's statistics, which are of deploys.
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
  };
}

function readJson(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ProjectError(`${file} is not valid JSON: ${(error as Error).message}.`);
  }
}
