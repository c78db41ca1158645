import { Duration, Stack, Validations } from "aws-cdk-lib";
import { AuthorizationType, type Method, TokenAuthorizer } from "aws-cdk-lib/aws-apigateway";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { authorizerHome } from "./auth-home.ts";
import type { Stage } from "./config.ts";
import { isPublic, publicReason } from "./public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever the function of the auth service lets in. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization"];
  private readonly authorizer: TokenAuthorizer;

  constructor(scope: Construct, stage: Stage) {
    this.authorizer = new TokenAuthorizer(scope, "Callers", {
      handler: LambdaFunction.fromFunctionAttributes(scope, "Authorize", {
        functionArn: authorizerHome(stage, Stack.of(scope).account).arn,
        // The auth service lets the accounts of services ask: this stack cannot change what is another account's.
        skipPermissions: true,
      }),
      resultsCacheTtl: Duration.minutes(5),
    });
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    return isPublic(route)
      ? {}
      : { authorizer: this.authorizer, authorizationType: AuthorizationType.CUSTOM };
  }

  acknowledge(method: Method, address: RouteAddress): void {
    const cognito = { id: "AwsSolutions::AwsSolutions-COG4" };
    if (isPublic(address)) {
      const open = { id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason };
      Validations.of(method).acknowledge(open, { ...cognito, reason: publicReason });
      return;
    }
    Validations.of(method).acknowledge({ ...cognito, reason: "services/auth/ says who may call." });
  }
}

/** What stands before an API, with what it needs in the API's stack. */
export function apiAuth(scope: Construct, stage: Stage): ApiAuth {
  return new ApiAuth(scope, stage);
}
