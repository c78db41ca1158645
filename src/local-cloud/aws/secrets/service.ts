/** Secrets Manager: the secrets of the templates, and those that `secrets` in `dev/config.ts` gives by name. */
import { randomUUID } from 'node:crypto';
import { secretValue } from '../../assembly/secret-value.ts';
import { partition } from '../../assembly/shape.ts';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, Resource, RunningService, Service } from '../../contract.ts';
import { keep } from '../../keep.ts';
import { accountOf } from '../protocol/account.ts';
import { jsonApi, type Operations } from '../protocol/json.ts';
import { indexOf, initial, stages, type Version } from './versions.ts';

export const secrets: Service = {
  name: 'secrets',
  supports: {
    'AWS::SecretsManager::Secret': {
      inert: ['Description', 'KmsKeyId', 'Tags'],
      ignored: { ReplicaRegions: 'secrets are not copied to other Regions' },
    },
    'AWS::SecretsManager::RotationSchedule': {
      ignored: { SecretId: 'secrets do not rotate' },
    },
    'AWS::SecretsManager::SecretTargetAttachment': {
      ignored: { SecretId: 'the secret keeps the value of its own template' },
    },
  },
  start: startSecrets,
};

interface Secret {
  arn: string;
  name: string;
  description?: string;
  /** Newest first; the second is AWSPREVIOUS. */
  versions: Version[];
}

async function startSecrets(cloud: Cloud): Promise<RunningService> {
  /** Versions that calls put, by ARN; they stay over a new model. */
  const put = new Map<string, Version[]>();
  const kept = keep<Map<string, Version[]>>(cloud, {
    room: 'secrets',
    holds: 'the values that were put into secrets',
    read: () => put,
    restore: (values) => {
      for (const [key, value] of values) put.set(key, value);
    },
  });
  await kept.load();

  const all = (request: AwsRequest): Secret[] => {
    const own = cloud.model.byType('AWS::SecretsManager::Secret');
    const inRegion = own.filter(({ region }) => region === request.region).map((each) => ofTemplate(each));
    const known = new Set(inRegion.map(({ name }) => name));
    const configured = Object.entries(cloud.config.secrets ?? {}).filter(([name]) => !known.has(name));
    const account = accountOf(cloud, request);
    return [
      ...inRegion,
      ...configured.map(([name, value]) => {
        const arn = `arn:${partition(request.region)}:secretsmanager:${request.region}:${account}:secret:${name}-Local0`;
        return withPut({ arn, name, versions: [initial(arn, text(value))] });
      }),
    ];
  };
  const ofTemplate = (resource: Resource): Secret => {
    const { arn, properties } = resource;
    const name = arn.split(':').slice(6).join(':').slice(0, -7);
    const configured = cloud.config.secrets?.[name];
    const made = () => secretValue({ ...resource, property: (key) => properties[key] });
    const value = configured === undefined ? made() : text(configured);
    return withPut({ arn, name, description: properties.Description, versions: [initial(arn, value)] });
  };
  const withPut = (secret: Secret): Secret => ({
    ...secret,
    versions: [...(put.get(secret.arn) ?? []), ...secret.versions],
  });

  const allowed = (input: Properties, request: AwsRequest, action: string): Secret => {
    const id = String(input.SecretId ?? '');
    // An ARN may lack the six characters at its end (Secrets Manager user guide, "Find secrets").
    const secret = all(request).find(({ arn, name }) => arn === id || name === id || arn.slice(0, -7) === id);
    cloud.authorize(request.caller, `secretsmanager:${action}`, secret?.arn ?? arnOf(id, request));
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  const arnOf = (id: string, request: AwsRequest) =>
    id.startsWith('arn:')
      ? id
      : `arn:${partition(request.region)}:secretsmanager:${request.region}:${accountOf(cloud, request)}:secret:${id}`;

  const operations: Operations = {
    GetSecretValue: (input, request) => {
      const { arn, name, versions } = allowed(input, request, 'GetSecretValue');
      const index = indexOf(versions, input);
      const version = versions[index]!;
      return {
        ARN: arn,
        Name: name,
        VersionId: version.id,
        VersionStages: stages(index),
        CreatedDate: version.at / 1000,
        ...version.value,
      };
    },
    PutSecretValue: (input, request) => {
      const { arn, name } = allowed(input, request, 'PutSecretValue');
      const { SecretString, SecretBinary, ClientRequestToken } = input;
      const id = String(ClientRequestToken ?? randomUUID());
      put.set(arn, [{ id, value: { SecretString, SecretBinary }, at: Date.now() }, ...(put.get(arn) ?? [])]);
      kept.changed();
      return { ARN: arn, Name: name, VersionId: id, VersionStages: ['AWSCURRENT'] };
    },
    DescribeSecret: (input, request) => {
      const { arn, name, description, versions } = allowed(input, request, 'DescribeSecret');
      const VersionIdsToStages = Object.fromEntries(
        versions.slice(0, 2).map(({ id }, at) => [id, stages(at)]),
      );
      return { ARN: arn, Name: name, Description: description, VersionIdsToStages };
    },
    ListSecrets: (_, request) => {
      cloud.authorize(request.caller, 'secretsmanager:ListSecrets', '*');
      const SecretList = all(request).map(({ arn, name, description }) => ({
        ARN: arn,
        Name: name,
        Description: description,
      }));
      return { SecretList };
    },
  };
  return {
    deploy: async () => {},
    aws: { secretsmanager: jsonApi('1.1', operations) },
    reset: async () => {
      put.clear();
      kept.changed();
    },
    close: async () => {
      await kept.close();
      put.clear();
    },
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
