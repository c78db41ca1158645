import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** What travels with an object besides its bytes. Header names in lower case. */
export type ObjectHeaders = Record<string, string>;

export interface StoredObject {
  key: string;
  headers: ObjectHeaders;
  lastModified: Date;
  /** MD5 in hex, without quotes. */
  etag(): string;
  size(): number;
  body(): Buffer;
  /** It is a file of the project, which a deployment put here. */
  isDeployed?: boolean;
}

export interface Bucket {
  name: string;
  region: string;
  arn: string;
  objects: Map<string, StoredObject>;
}

/** An object with its bytes in memory. */
export function memoryObject(key: string, body: Buffer, headers: ObjectHeaders): StoredObject {
  const etag = createHash('md5').update(body).digest('hex');
  return {
    key,
    headers,
    lastModified: new Date(),
    etag: () => etag,
    size: () => body.length,
    body: () => body,
  };
}

/** A text file of a deployed folder, changed on the way out: what it is changed to may be known only later. */
export function textObject(
  key: string,
  file: string,
  headers: ObjectHeaders,
  change: (text: string) => string,
): StoredObject {
  const body = () => Buffer.from(change(readFileSync(file, 'utf8')));
  return {
    key,
    headers,
    lastModified: statSync(file).mtime,
    isDeployed: true,
    etag: () => createHash('md5').update(body()).digest('hex'),
    size: () => body().length,
    body,
  };
}

/** An object that is a file of a deployed folder: read when asked for, so that a rebuilt site is served at once. */
export function fileObject(key: string, file: string, headers: ObjectHeaders): StoredObject {
  return {
    key,
    headers,
    lastModified: statSync(file).mtime,
    isDeployed: true,
    etag: () => createHash('md5').update(readFileSync(file)).digest('hex'),
    size: () => statSync(file).size,
    body: () => readFileSync(file),
  };
}
