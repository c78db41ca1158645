import { mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Model, Properties, Resource } from '../contract.ts';

/** How a function's lines look and which are kept; levels filter the JSON format alone. */
export interface Logging {
  format: 'Text' | 'JSON';
  /** The least level of the function's own lines, `INFO`. */
  applicationLevel: string;
  /** The least level of Lambda's lines. */
  systemLevel: string;
}

/** One function of the templates. Times are in milliseconds. */
export interface LambdaFunction {
  name: string;
  /** Unqualified ARN. */
  arn: string;
  region: string;
  account: string;
  description: string;
  runtime: string;
  handler: string;
  timeoutMs: number;
  memoryMb: number;
  variables: Record<string, string>;
  roleArn: string;
  /** Absolute folder of the code. */
  codeDir: string;
  /** Reserved concurrency; absent when none is reserved. */
  reserved?: number;
  /** Target of the dead-letter queue. */
  deadLetterArn?: string;
  logGroup: string;
  logging: Logging;
  /** Versions by qualifier: `$LATEST`, published versions and aliases. */
  versions: Map<string, string>;
}

/** A function as an ARN or name picks it. */
export interface Target {
  fn: LambdaFunction;
  version: string;
  /** Absent when the caller named none. */
  qualifier?: string;
  /** As the caller named it, for the context object. */
  invokedArn: string;
}

export interface Functions {
  list: LambdaFunction[];
  /** Takes a name, a partial ARN (`<account>:function:<name>`) or an ARN, each with or without `:qualifier`. Throws ResourceNotFoundException. */
  find(nameOrArn: string, qualifier?: string): Target;
}

/** Reads the functions, versions and aliases of a model. Inline code is written below `inlineDir`. */
export function readFunctions(model: Model, root: string, inlineDir: string): Functions {
  const byName = new Map<string, LambdaFunction>();
  for (const resource of model.byType('AWS::Lambda::Function')) {
    byName.set(resource.ref, readFunction(resource, model, root, inlineDir));
  }
  const at = (name: unknown) => byName.get(/:function:([^:]+)/.exec(String(name))?.[1] ?? String(name));
  for (const version of model.byType('AWS::Lambda::Version')) {
    const number = lastPart(version.arn);
    at(version.properties.FunctionName)?.versions.set(number, number);
  }
  for (const { properties } of model.byType('AWS::Lambda::Alias')) {
    at(properties.FunctionName)?.versions.set(
      String(properties.Name),
      lastPart(String(properties.FunctionVersion)),
    );
  }
  return { list: [...byName.values()], find: (name, qualifier) => find(byName, name, qualifier) };
}

/** Defaults are Lambda's: 3 seconds, 128 MB (API reference, CreateFunction, 2026). */
function readFunction(resource: Resource, model: Model, root: string, inlineDir: string): LambdaFunction {
  const { properties, ref, arn, account, region } = resource;
  return {
    name: ref,
    arn,
    account,
    region,
    description: properties.Description ?? '',
    runtime: properties.Runtime ?? 'nodejs22.x',
    handler: properties.Handler ?? 'index.handler',
    timeoutMs: (Number(properties.Timeout) || 3) * 1000,
    memoryMb: Number(properties.MemorySize) || 128,
    variables: stringValues(properties.Environment?.Variables),
    roleArn: properties.Role ?? '',
    codeDir: codeDir(resource, model, root, inlineDir),
    reserved: asNumber(properties.ReservedConcurrentExecutions),
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${ref}`,
    logging: readLogging(properties.LoggingConfig),
    versions: new Map([['$LATEST', '$LATEST']]),
  };
}

/** Text, and INFO for both kinds of lines in JSON, by default (API reference, LoggingConfig, 2026). */
const readLogging = ({ LogFormat, ApplicationLogLevel, SystemLogLevel }: Properties = {}): Logging => ({
  format: LogFormat === 'JSON' ? 'JSON' : 'Text',
  applicationLevel: ApplicationLogLevel ?? 'INFO',
  systemLevel: SystemLogLevel ?? 'INFO',
});

function codeDir(
  { properties, metadata, ref }: Resource,
  model: Model,
  root: string,
  inlineDir: string,
): string {
  const { ZipFile, S3Key } = properties.Code ?? {};
  if (typeof ZipFile === 'string') {
    const folder = join(inlineDir, ref);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), ZipFile);
    return folder;
  }
  const source = metadata['aws:asset:path'];
  if (typeof source === 'string' && isAbsolute(source)) return source;
  return model.asset?.(String(S3Key)) ?? resolve(root, typeof source === 'string' ? source : 'dist');
}

function find(byName: Map<string, LambdaFunction>, nameOrArn: string, given?: string): Target {
  const match = /^(?:arn:[\w-]+:lambda:([\w-]*):)?(?:(\d*):function:)?([\w-]+)(?::([\w$-]+))?$/.exec(
    nameOrArn,
  );
  const [, region, account, name = '', own] = match ?? [];
  const qualifier = given ?? own;
  const fn = byName.get(name);
  const version = fn?.versions.get(qualifier ?? '$LATEST');
  const elsewhere = fn && ((region && region !== fn.region) || (account && account !== fn.account));
  if (!fn || version === undefined || elsewhere) {
    const arn = fn?.arn ?? (nameOrArn.startsWith('arn:') ? nameOrArn : `function:${nameOrArn}`);
    const suffix = qualifier && !arn.endsWith(`:${qualifier}`) ? `:${qualifier}` : '';
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}${suffix}`, 404, {
      Type: 'User',
    });
  }
  return { fn, version, qualifier, invokedArn: qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}` };
}

function stringValues(values: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function asNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function lastPart(arn: string): string {
  return arn.split(':').at(-1)!;
}
