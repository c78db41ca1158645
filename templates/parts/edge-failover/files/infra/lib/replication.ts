import { CfnOutput, Fn, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket, CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** Has S3 copy all that comes into a bucket to another one, and take along what is deleted. */
export function replicate(scope: Construct, from: Bucket, to: Bucket): void {
  const standby = Stack.of(to);
  const { attrArn } = to.node.defaultChild as CfnBucket;
  const output = new CfnOutput(standby, "SiteStandbyArn", { value: attrArn });
  const copy = Fn.getStackOutput(standby.stackName, output.logicalId, standby.region);
  Stack.of(scope).addStackDependency(standby);
  const role = new Role(scope, "Replication", { assumedBy: new ServicePrincipal("s3.amazonaws.com") });
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], from.bucketArn);
  allow(
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
    from.arnForObjects("*"),
  );
  allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], `${copy}/*`);
  (from.node.defaultChild as CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: [
      {
        id: "standby",
        status: "Enabled",
        priority: 1,
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Enabled" },
        destination: { bucket: copy },
      },
    ],
  };
  const reason = "It copies every object, from this bucket to that one alone.";
  const named = JSON.stringify(Stack.of(scope).resolve(copy));
  Validations.of(role).acknowledge(
    { id: "AwsSolutions::AwsSolutions-IAM5[Resource::<SiteBucket.Arn>/*]", reason },
    { id: `AwsSolutions::AwsSolutions-IAM5[Resource::${named}/*]`, reason },
  );
}
