import { randomBytes } from 'node:crypto';
import { devNull } from 'node:os';
import type { Cloud } from '../contract.ts';
import { credentials } from '../credentials.ts';
import type { LambdaFunction } from './functions.ts';

/**
 * The whole environment of a function (Lambda guide, "Defined runtime environment variables", 2026). Of the host's
 * environment only PATH goes in; shared AWS configuration files are kept out, so that no profile of the developer
 * changes what a function does. Variables of `env` in `dev/config.ts` win over the function's own.
 */
export function environmentVariables(
  fn: LambdaFunction,
  version: string,
  { endpoint, config, serviceUrl }: Pick<Cloud, 'endpoint' | 'config' | 'serviceUrl'>,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials(fn.roleArn, fn);
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(version),
    // The runtime and Powertools' logger go by them.
    ...(fn.logging.format === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: fn.logging.applicationLevel,
    }),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LAMBDA_TASK_ROOT: fn.codeDir,
    _HANDLER: fn.handler,
    // The SDK warns on an old Node.js of the developer's, which says nothing about the deployed runtime.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...reachable(fn.variables, endpoint, serviceUrl),
    ...ownVariables(config.env),
  };
}

/** `2026/11/23/[$LATEST]` and 32 hexadecimal digits, one for each execution environment. */
function logStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${randomBytes(16).toString('hex')}`;
}

/**
 * Queues and services where they are reached here: the SDK calls the host of a queue's URL, whatever endpoint it is
 * given, and a service that is not deployed yet has only its local host.
 */
function reachable(
  variables: Record<string, string>,
  endpoint: string,
  serviceUrl: Cloud['serviceUrl'],
): Record<string, string> {
  const queueUrl = /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?=\/\d{12}\/)/;
  const localHost = /^https:\/\/([a-z0-9-]+\.localhost)(?=\/|$)/;
  const entries = Object.entries(variables).map(([name, value]) => [
    name,
    String(value)
      .replace(queueUrl, endpoint)
      .replace(localHost, (whole, host: string) => serviceUrl(host) ?? whole),
  ]);
  return Object.fromEntries(entries);
}

function ownVariables(env: unknown): Record<string, string> {
  if (typeof env !== 'object' || env === null) return {};
  const plain = Object.entries(env).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
