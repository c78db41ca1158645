import { Validations } from "aws-cdk-lib";
import { AuthorizationType, type Method } from "aws-cdk-lib/aws-apigateway";
import {
  AccountPrincipal,
  AnyPrincipal,
  type IPrincipal,
  PolicyDocument,
  PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { isPublic, publicReason } from "../public-routes.ts";
import { nameOf, type RouteAddress } from "./route.ts";

/** Who may call the API: whoever IAM allows `execute-api:Invoke` on the method, and signs the request. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization", "x-amz-date", "x-amz-security-token"];
  /**
   * What other accounts may call, which the policies of their roles have to allow too. Without such accounts the API needs
   * none: the roles of its own account need their own policies alone.
   */
  readonly policy?: PolicyDocument;
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
    if (Object.keys(stage.callers ?? {}).length > 0) this.policy = new PolicyDocument();
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    for (const [account, routes] of Object.entries(this.stage.callers ?? {})) {
      if (routes.includes(nameOf(route))) this.letIn(new AccountPrincipal(account), route);
    }
    if (!isPublic(route)) return { authorizationType: AuthorizationType.IAM };
    // A policy of the API refuses whom it does not name, on public routes too.
    this.letIn(new AnyPrincipal(), route);
    return {};
  }

  acknowledge(method: Method, address: RouteAddress): void {
    const cognito = { id: "AwsSolutions::AwsSolutions-COG4" };
    if (isPublic(address)) {
      const open = { id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason };
      Validations.of(method).acknowledge(open, { ...cognito, reason: publicReason });
      return;
    }
    Validations.of(method).acknowledge({ ...cognito, reason: "IAM says who may call." });
  }

  private letIn(principal: IPrincipal, { method, path }: RouteAddress): void {
    const resource = `execute-api:/${this.stage.name}/${method}${path.replaceAll(/\{[^}]+\}/g, "*")}`;
    this.policy?.addStatements(
      new PolicyStatement({
        principals: [principal],
        actions: ["execute-api:Invoke"],
        resources: [resource],
      }),
    );
  }
}

/** What stands before an API; this kind needs nothing of its stack. */
export function apiAuth(_scope: Construct, stage: Stage): ApiAuth {
  return new ApiAuth(stage);
}
