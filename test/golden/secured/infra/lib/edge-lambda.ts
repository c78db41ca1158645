import { type App, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { edgeStack } from "./edge-stack.ts";

/**
 * A Lambda@Edge function in us-east-1, `infra/edge/handlers/<name>.ts`, as CloudFront takes it: x86, 128 MB, 5 seconds and no
 * environment. CloudFront replicates the version to its Regions, so both outlive the stack: docs/edge-functions.md.
 */
export function edgeLambda(scope: Construct, stage: Stage, name: string): IVersion {
  const stack = edgeStack(scope.node.root as App, stage);
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new CompositePrincipal(
      new ServicePrincipal("lambda.amazonaws.com"),
      new ServicePrincipal("edgelambda.amazonaws.com"),
    ),
  });
  // It logs in the Region that is nearest to the visitor.
  const logs = `arn:aws:logs:*:${stack.account}:log-group:/aws/lambda/us-east-1.*`;
  role.addToPolicy(
    new PolicyStatement({
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logs],
    }),
  );
  const edge = new LambdaFunction(stack, id, {
    code: Code.fromAsset(`dist/edge/${name}`, { exclude: ["*.map"] }),
    handler: "index.handler",
    // The newest that the documentation of Lambda@Edge names.
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.X86_64,
    memorySize: 128,
    timeout: Duration.seconds(5),
    role,
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
  });
  edge.applyRemovalPolicy(RemovalPolicy.RETAIN);
  Validations.of(role).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::${logs.replace(stack.account, "<AWS::AccountId>")}]`,
    reason:
      "In which Region the function runs is known only when it does, and there it has a log group of its own.",
  });
  Validations.of(edge).acknowledge({
    id: "AwsSolutions::AwsSolutions-L1",
    reason: "Lambda@Edge takes newer runtimes later than Lambda does.",
  });
  return edge.currentVersion;
}
