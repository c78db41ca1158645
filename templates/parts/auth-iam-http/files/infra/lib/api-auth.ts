import { Validations } from "aws-cdk-lib";
import type { HttpRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { isPublic, publicReason } from "../public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever IAM allows `execute-api:Invoke` on the route, and signs the request. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization", "x-amz-date", "x-amz-security-token"];
  private readonly authorizer = new HttpIamAuthorizer();

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    return isPublic(route) ? {} : { authorizer: this.authorizer };
  }

  acknowledge(route: HttpRoute, address: RouteAddress): void {
    if (!isPublic(address)) return;
    Validations.of(route).acknowledge({ id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason });
  }
}

/** What stands before an API; this kind needs nothing of its stack. */
export function apiAuth(_scope: Construct, _stage: Stage): ApiAuth {
  return new ApiAuth();
}
