import { scopeOf } from "@shared/lib/scopes.ts";
import { Duration, Stack, Validations } from "aws-cdk-lib";
import { AuthorizationType, CognitoUserPoolsAuthorizer, type Method } from "aws-cdk-lib/aws-apigateway";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { tokenSource } from "./auth-home.ts";
import type { Stage } from "./config.ts";
import { isPublic, publicReason } from "./public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever has an access token of the user pool with the scope of the route. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization"];
  private readonly authorizer: CognitoUserPoolsAuthorizer;

  constructor(scope: Construct, stage: Stage) {
    const { userPoolArn } = tokenSource(stage, Stack.of(scope).account);
    this.authorizer = new CognitoUserPoolsAuthorizer(scope, "Authorizer", {
      cognitoUserPools: [UserPool.fromUserPoolArn(scope, "UserPool", userPoolArn)],
      resultsCacheTtl: Duration.minutes(5),
    });
  }

  /** What a route demands of its callers. ID tokens have no scopes, so they open nothing. */
  access(route: RouteAddress) {
    if (isPublic(route)) return {};
    const scope = scopeOf(route);
    return {
      authorizer: this.authorizer,
      authorizationType: AuthorizationType.COGNITO,
      authorizationScopes: [scope],
    };
  }

  acknowledge(method: Method, address: RouteAddress): void {
    if (!isPublic(address)) return;
    Validations.of(method).acknowledge(
      { id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason },
      { id: "AwsSolutions::AwsSolutions-COG4", reason: publicReason },
    );
  }
}

/** What stands before an API, with what it needs in the API's stack. */
export function apiAuth(scope: Construct, stage: Stage): ApiAuth {
  return new ApiAuth(scope, stage);
}
