import { Validations } from "aws-cdk-lib";
import type { HttpRoute } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { Stage } from "./config.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: everybody. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = [];

  /** What a route demands of its callers: nothing. */
  access(_route: RouteAddress) {
    return {};
  }

  acknowledge(route: HttpRoute, _address: RouteAddress): void {
    Validations.of(route).acknowledge({
      id: "AwsSolutions::AwsSolutions-APIG4",
      reason: "This API is public: whoever knows its URL may call it. The README tells how to change that.",
    });
  }
}

/** What stands before an API; this kind needs nothing of its stack. */
export function apiAuth(_scope: Construct, _stage: Stage): ApiAuth {
  return new ApiAuth();
}
