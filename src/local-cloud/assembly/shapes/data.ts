import { physicalName } from '../identifiers.ts';
import { arn, named, type Shapes, type Subject, seedOf, text, urlSuffix, uuidOf } from '../shape.ts';

const table = named('TableName', 255);
const tableArn = (s: Subject) => arn(s, 'dynamodb', `table/${table(s)}`);

/** `LatestStreamLabel` of every table's stream: AWS takes the time it was switched on, a laptop one fixed time. */
export const streamLabel = '2026-01-01T00:00:00.000';
const streamArn = (s: Subject) => `${tableArn(s)}/stream/${streamLabel}`;
const tableAttributes = { Arn: tableArn, StreamArn: streamArn, TableId: uuidOf };

/** Bucket names are lower case and at most 63 characters (S3 User Guide, bucket naming rules). */
const bucket = (s: Subject) =>
  text(s, 'BucketName') ??
  physicalName(s.stack, s.logicalId, seedOf(s), 63)
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '');
const bucketArn = (s: Subject) => arn(s, 's3', bucket(s), { region: '', account: '' });

const secretArn = (s: Subject) =>
  arn(s, 'secretsmanager', `secret:${named('Name', 512)(s)}-${physicalName('', '', seedOf(s)).slice(-6)}`);
const parameter = (s: Subject) =>
  text(s, 'Name') ?? `CFN-${physicalName(s.stack, s.logicalId, seedOf(s), 1000)}`;
const keyArn = (s: Subject) => arn(s, 'kms', `key/${uuidOf(s)}`);

export const data: Shapes = {
  'AWS::DynamoDB::Table': { ref: table, arn: tableArn, attributes: tableAttributes },
  'AWS::DynamoDB::GlobalTable': { ref: table, arn: tableArn, attributes: tableAttributes },
  'AWS::S3::Bucket': {
    ref: bucket,
    arn: bucketArn,
    attributes: {
      Arn: bucketArn,
      DomainName: (s) => `${bucket(s)}.s3.${urlSuffix(s.region)}`,
      RegionalDomainName: (s) => `${bucket(s)}.s3.${s.region}.${urlSuffix(s.region)}`,
      DualStackDomainName: (s) => `${bucket(s)}.s3.dualstack.${s.region}.${urlSuffix(s.region)}`,
      WebsiteURL: (s) => `http://${bucket(s)}.s3-website-${s.region}.${urlSuffix(s.region)}`,
    },
  },
  'AWS::SecretsManager::Secret': { ref: secretArn, arn: secretArn, attributes: { Id: secretArn } },
  'AWS::SSM::Parameter': {
    ref: parameter,
    arn: (s) => arn(s, 'ssm', `parameter${parameter(s).startsWith('/') ? '' : '/'}${parameter(s)}`),
    attributes: { Type: (s) => text(s, 'Type') ?? 'String', Value: (s) => text(s, 'Value') ?? '' },
  },
  'AWS::KMS::Key': { ref: uuidOf, arn: keyArn, attributes: { Arn: keyArn, KeyId: uuidOf } },
  'AWS::KMS::Alias': { ref: named('AliasName') },
};
