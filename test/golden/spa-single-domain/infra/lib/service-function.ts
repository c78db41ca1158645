import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export interface ServiceFunctionProps {
  /** `orders/create` for services/orders/handlers/create.ts. */
  handler: string;
  environment: Record<string, string>;
}

/** A function with a role and a log group of its own: it may write its logs and traces, and what `allow` adds. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { handler, environment }: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, "Function", {
      // Source maps stay in dist/, for reading stack traces.
      code: Code.fromAsset(`dist/${handler}`, { exclude: ["*.map"] }),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(10),
      environment,
      role,
      logGroup,
      // Lambda writes what console.info gets as JSON, with level and request id.
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      recursiveLoop: RecursiveLoop.TERMINATE,
    });
    // The policy that `tracing` adds, a resource of its own: later wildcards are still found.
    Validations.of(this.function.node.findChild("inlinePolicyAddedToExecutionRole-0")).acknowledge({
      id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
      reason: "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources.",
    });
  }

  /** Grants exactly these actions on exactly this resource. */
  allow(actions: string[], resourceArn: string): this {
    this.function.addToRolePolicy(new PolicyStatement({ actions, resources: [resourceArn] }));
    return this;
  }
}
