import { AwsError } from '../../aws-error.ts';
import type { Cloud, Principal, Properties, Resource } from '../../contract.ts';
import type { Bucket } from './store.ts';

/**
 * Copies objects to where the replication rules of their bucket say, and takes along what was deleted where a rule says so:
 * at once, where S3 takes seconds to minutes. What was copied is not copied on (S3 user guide, "What does Amazon S3
 * replicate?"). What stands in the way is a notice: nobody waits for an answer.
 */
export function replicate(
  cloud: Cloud,
  buckets: ReadonlyMap<string, Bucket>,
  source: Bucket,
  keys: Iterable<string>,
): void {
  const resource = cloud.model.find(source.arn, 'AWS::S3::Bucket');
  const { Role, Rules = [] }: Properties = resource?.properties.ReplicationConfiguration ?? {};
  const rules: Properties[] = Rules.filter(({ Status }: Properties) => Status === 'Enabled');
  if (!resource || rules.length === 0) return;
  try {
    for (const rule of rules) {
      const target = destination(rule, cloud, buckets);
      requireVersions(resource);
      requireVersions(target.resource);
      cloud.authorize(replicator(Role, source), 's3:GetReplicationConfiguration', source.arn);
      for (const key of keys) {
        if (key.startsWith(prefixOf(rule))) copy(cloud, source, target.bucket, key, rule, Role);
      }
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const text = `${source.name} is not replicated: ${error.message}`;
    cloud.trace({ traceId: '', kind: 'notice', source: 's3', text });
  }
}

function copy(
  cloud: Cloud,
  source: Bucket,
  target: Bucket,
  key: string,
  rule: Properties,
  roleArn: string,
): void {
  const caller = replicator(roleArn, source);
  const object = source.objects.get(key);
  if (object) {
    cloud.authorize(caller, 's3:GetObjectVersionForReplication', `${source.arn}/${key}`);
    cloud.authorize(caller, 's3:ReplicateObject', `${target.arn}/${key}`);
    target.objects.set(key, object);
  } else if (rule.DeleteMarkerReplication?.Status === 'Enabled') {
    cloud.authorize(caller, 's3:ReplicateDelete', `${target.arn}/${key}`);
    target.objects.delete(key);
  }
}

/** S3 with the role of the configuration (S3 user guide, "Setting up permissions for live replication"). */
const replicator = (roleArn: string, { arn }: Bucket): Principal => ({
  roleArn,
  session: 's3-replication',
  sourceArn: arn,
});

function destination({ Destination }: Properties, cloud: Cloud, buckets: ReadonlyMap<string, Bucket>) {
  const resource = cloud.model.find(Destination?.Bucket, 'AWS::S3::Bucket');
  const bucket = resource && buckets.get(resource.ref);
  if (bucket) return { resource, bucket };
  throw new AwsError(
    'InvalidRequest',
    `the destination ${Destination?.Bucket} is no bucket of the templates`,
  );
}

/** S3 refuses replication where old versions are not kept (S3 user guide, "Requirements and considerations for replication"). */
function requireVersions({ path, properties }: Resource): void {
  if (properties.VersioningConfiguration?.Status === 'Enabled') return;
  throw new AwsError('InvalidRequest', `${path} keeps no versions, which replication needs`);
}

/** Of a rule in its old form or its new one. A rule for tags takes nothing: objects have none here. */
function prefixOf({ Prefix, Filter = {} }: Properties): string {
  const filter = Filter.And ?? Filter;
  if (filter.TagFilter || filter.TagFilters) return '\0';
  return Prefix ?? filter.Prefix ?? '';
}
