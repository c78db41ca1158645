import { RemovalPolicy, Stack, Tags, Validations } from "aws-cdk-lib";
import { CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { slug } from "../config.ts";

/**
 * The stack that lets API Gateway write logs for REST APIs. AWS keeps one such role for an account and Region: all
 * stages there share the stack, and what it sets stays when it is deleted, as other APIs may rely on it by then.
 */
export function apiGatewayLogging(scope: Construct): Stack {
  const { account, region } = Stack.of(scope);
  const id = `${slug}-api-logging`;
  const existing = scope.node.root.node.tryFindChild(id);
  if (existing) return existing as Stack;
  const stack = new Stack(scope.node.root as Construct, id, { env: { account, region } });
  Tags.of(stack).remove("stage");
  const role = new Role(stack, "Role", {
    assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
    managedPolicies: [
      ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
    ],
  });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const setting = new CfnAccount(stack, "Account", { cloudWatchRoleArn: role.roleArn });
  setting.applyRemovalPolicy(RemovalPolicy.RETAIN);
  Validations.of(role).acknowledge({
    id: "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
    reason: "API Gateway writes to log groups of its choice, and AWS made this policy for exactly that.",
  });
  return stack;
}
