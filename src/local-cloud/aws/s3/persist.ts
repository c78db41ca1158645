import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../contract.ts';
import { type Kept, keep } from '../../keep.ts';
import { type Bucket, memoryObject, type ObjectHeaders, type StoredObject } from './store.ts';

interface StoredBucket {
  name: string;
  region: string;
  arn: string;
  objects: { key: string; headers: ObjectHeaders; lastModified: string; file: string }[];
}

/**
 * What `--persist` keeps of S3: the objects that were put, each body in a file of its own that is there before the list of
 * objects names it. What deployments bring comes from the project.
 */
export function keepBuckets(cloud: Cloud, buckets: Map<string, Bucket>): Kept {
  const folder = join(cloud.dataDir ?? '', 's3', 'objects');
  const files = new WeakMap<StoredObject, string>();
  const fileOf = (object: StoredObject): string => {
    const known = files.get(object);
    if (known) return known;
    const name = randomUUID();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.new`), object.body(), { mode: 0o600 });
    renameSync(join(folder, `${name}.new`), join(folder, name));
    files.set(object, name);
    return name;
  };
  const kept = keep<StoredBucket[]>(cloud, {
    room: 's3',
    holds: 'the list of the objects',
    read: () =>
      [...buckets.values()].map(({ name, region, arn, objects }) => ({
        name,
        region,
        arn,
        objects: [...objects.values()]
          .filter(({ isDeployed }) => !isDeployed)
          .map((object) => ({
            key: object.key,
            headers: object.headers,
            lastModified: object.lastModified.toISOString(),
            file: fileOf(object),
          })),
      })),
    restore: (stored) => {
      for (const { objects, ...bucket } of stored) {
        const restored = objects.flatMap(({ key, headers, lastModified, file }) => {
          const path = join(folder, file);
          if (!statSync(path, { throwIfNoEntry: false })) return [];
          const object = {
            ...memoryObject(key, readFileSync(path), headers),
            lastModified: new Date(lastModified),
          };
          files.set(object, file);
          return [[key, object] as const];
        });
        buckets.set(bucket.name, { ...bucket, objects: new Map(restored) });
      }
    },
  });
  return {
    ...kept,
    load: async () => {
      await kept.load();
      if (cloud.dataDir !== undefined) removeOthers(folder, buckets, files);
    },
  };
}

/** Bodies that no object names: of objects that were deleted or put anew. */
function removeOthers(
  folder: string,
  buckets: Map<string, Bucket>,
  files: WeakMap<StoredObject, string>,
): void {
  if (!statSync(folder, { throwIfNoEntry: false })) return;
  const named = new Set(
    [...buckets.values()].flatMap(({ objects }) => [...objects.values()].map((object) => files.get(object))),
  );
  for (const name of readdirSync(folder)) if (!named.has(name)) rmSync(join(folder, name), { force: true });
}
