import { Validations } from "aws-cdk-lib";
import { AuthorizationType, type Method, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { AccountPrincipal, AnyPrincipal, type IPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { isPublic, publicReason } from "../public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever IAM allows `execute-api:Invoke` on the method, and signs the request. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization", "x-amz-date", "x-amz-security-token"];
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    return isPublic(route) ? {} : { authorizationType: AuthorizationType.IAM };
  }

  acknowledge(method: Method, address: RouteAddress): void {
    this.letAccountsIn(method, address);
    const cognito = { id: "AwsSolutions::AwsSolutions-COG4" };
    if (isPublic(address)) {
      const open = { id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason };
      Validations.of(method).acknowledge(open, { ...cognito, reason: publicReason });
      return;
    }
    Validations.of(method).acknowledge({ ...cognito, reason: "IAM says who may call." });
  }

  /**
   * Other accounts need a policy of the API too. Without them it has none: roles of its own account need their own policies
   * alone.
   */
  private letAccountsIn(method: Method, route: RouteAddress): void {
    // The interface by which a method knows its API has no policy.
    const api = method.api as RestApi;
    const callers = Object.entries(this.stage.callers ?? {});
    const name = `${route.method} ${route.path}`;
    for (const [account, routes] of callers) {
      if (routes.includes(name)) this.letIn(new AccountPrincipal(account), api, route);
    }
    // A policy refuses whom it does not name, on public routes too.
    if (callers.length > 0 && isPublic(route)) this.letIn(new AnyPrincipal(), api, route);
  }

  private letIn(principal: IPrincipal, api: RestApi, { method, path }: RouteAddress): void {
    const resource = `execute-api:/${this.stage.name}/${method}${path.replaceAll(/\{[^}]+\}/g, "*")}`;
    api.addToResourcePolicy(
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
