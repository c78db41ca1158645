import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, Properties, Resource } from '../../contract.ts';
import { matches } from '../../iam/wildcard.ts';
import { contentTypeOf } from './content-types.ts';
import { type Bucket, fileObject, type ObjectHeaders, type StoredObject, textObject } from './store.ts';

/** Custom resource type of `aws-cdk-lib/aws-s3-deployment`. */
export const deploymentType = 'Custom::CDKBucketDeployment';

/**
 * Puts the files of a bucket deployment into its bucket as the custom resource does on AWS: sources in order, include
 * and exclude globs, system metadata, markers of `Source.jsonData` replaced, and pruned when asked.
 */
export function applyDeployment(
  deployment: Resource,
  bucket: Bucket,
  model: Model,
  localise: (text: string) => string,
): string[] {
  const { properties } = deployment;
  const prefix = String(properties.DestinationBucketKeyPrefix ?? '').replace(/^\/|\/$/g, '');
  const headers = headersOf(properties);
  const objects = new Map<string, StoredObject>();
  const missing: string[] = [];
  const keys: string[] = properties.SourceObjectKeys ?? [];
  for (const [index, objectKey] of keys.entries()) {
    const folder = model.asset?.(objectKey);
    if (!folder || !existsSync(folder)) {
      missing.push(`${deployment.path}: the folder of ${objectKey} is not there`);
      continue;
    }
    const markers: Record<string, string> = properties.SourceMarkers?.[index] ?? {};
    for (const path of filesBelow(folder).filter((file) => included(file, properties))) {
      const key = prefix ? `${prefix}/${path}` : path;
      objects.set(key, deployed(key, join(folder, path), headers, markers, localise));
    }
  }
  if (isTrue(properties.Prune ?? 'true')) prune(bucket, prefix, properties);
  for (const [key, object] of objects) bucket.objects.set(key, object);
  return missing;
}

function deployed(
  key: string,
  file: string,
  headers: ObjectHeaders,
  markers: Record<string, string>,
  localise: (text: string) => string,
): StoredObject {
  const all = { 'content-type': contentTypeOf(key), ...headers };
  if (!/^(application\/json|text\/html)/.test(all['content-type'] ?? '')) return fileObject(key, file, all);
  return textObject(key, file, all, (text) =>
    localise(
      Object.entries(markers).reduce((content, [marker, value]) => content.replaceAll(marker, value), text),
    ),
  );
}

/** `aws s3 sync --delete` removes what the sources lack, but spares what the filters leave out. */
function prune(bucket: Bucket, prefix: string, properties: Properties): void {
  const start = prefix ? `${prefix}/` : '';
  for (const key of bucket.objects.keys()) {
    if (key.startsWith(start) && included(key.slice(start.length), properties)) bucket.objects.delete(key);
  }
}

/** The last matching filter decides; excludes come before includes, as the deployment passes them to the CLI. */
function included(path: string, properties: Properties): boolean {
  const excluded = (properties.Exclude ?? []).some((pattern: string) => matches(pattern, path));
  return !excluded || (properties.Include ?? []).some((pattern: string) => matches(pattern, path));
}

function headersOf({ SystemMetadata = {}, UserMetadata = {} }: Properties): ObjectHeaders {
  const user = Object.entries(UserMetadata).map(([name, value]) => [
    `x-amz-meta-${name.toLowerCase()}`,
    value,
  ]);
  return Object.fromEntries([...Object.entries(SystemMetadata), ...user]);
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}
