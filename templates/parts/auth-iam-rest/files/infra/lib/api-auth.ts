import { Validations } from "aws-cdk-lib";
import { AuthorizationType, type Method } from "aws-cdk-lib/aws-apigateway";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { isPublic, publicReason } from "../public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever IAM allows `execute-api:Invoke` on the method, and signs the request. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization", "x-amz-date", "x-amz-security-token"];

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    return isPublic(route) ? {} : { authorizationType: AuthorizationType.IAM };
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
}

/** What stands before an API; this kind needs nothing of its stack. */
export function apiAuth(_scope: Construct, _stage: Stage): ApiAuth {
  return new ApiAuth();
}
