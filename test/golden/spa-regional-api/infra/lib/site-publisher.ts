import { Stack, Validations } from "aws-cdk-lib";
import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** The role by which bucket deployments copy the site from the CDK's asset bucket and invalidate the distribution. */
export function sitePublisher(scope: Construct, bucket: IBucket, distribution: IDistribution): IRole {
  const { account, region, synthesizer } = Stack.of(scope);
  const assets = `arn:aws:s3:::cdk-${synthesizer.bootstrapQualifier}-assets-${account}-${region}`;
  const role = new Role(scope, "Publisher", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  allow(["s3:GetObject"], `${assets}/*`);
  allow(["s3:ListBucket"], assets, bucket.bucketArn);
  allow(["s3:GetObject", "s3:PutObject"], bucket.arnForObjects("*"));
  allow(["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], distribution.distributionArn);
  allow(
    ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    `arn:aws:logs:${region}:${account}:*`,
  );
  const everyObject = "Which objects it copies is known only when it runs; it has these buckets alone.";
  const where = (arn: string) => arn.replace(account, "<AWS::AccountId>");
  Validations.of(role).acknowledge(
    { id: `AwsSolutions::AwsSolutions-IAM5[Resource::${where(assets)}/*]`, reason: everyObject },
    { id: "AwsSolutions::AwsSolutions-IAM5[Resource::<SiteBucket.Arn>/*]", reason: everyObject },
    {
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${where(`arn:aws:logs:${region}:${account}:*`)}]`,
      reason: "The CDK makes up the name of the function, and so of its log group.",
    },
  );
  // The deployments live in another stack and bring grants of their own, which are wider.
  return role.withoutPolicyUpdates();
}
