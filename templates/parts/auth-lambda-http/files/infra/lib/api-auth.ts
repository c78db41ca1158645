import { Validations } from "aws-cdk-lib";
import type { HttpRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type { Construct } from "constructs";
import { scopeOf } from "../../services/lib/scopes.ts";
import type { Stage } from "../config.ts";
import { isPublic, publicReason } from "../public-routes.ts";
import { Authorizer } from "./authorizer.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever our own function lets in. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization"];
  private readonly authorizer: Authorizer;
  private readonly httpAuthorizer: HttpLambdaAuthorizer;

  constructor(scope: Construct, stage: Stage) {
    this.authorizer = new Authorizer(scope, "Authorizer", stage);
    this.httpAuthorizer = new HttpLambdaAuthorizer("Callers", this.authorizer.function, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      // An answer is kept for a credential and a route, as the routes of a credential differ.
      identitySource: ["$request.header.Authorization", "$context.routeKey"],
      resultsCacheTtl: this.authorizer.answersKept,
    });
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    if (isPublic(route)) return {};
    this.authorizer.addScope(scopeOf(route));
    return { authorizer: this.httpAuthorizer };
  }

  acknowledge(route: HttpRoute, address: RouteAddress): void {
    if (!isPublic(address)) return;
    Validations.of(route).acknowledge({ id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason });
  }
}

/** What stands before an API, with what it needs in the API's stack. */
export function apiAuth(scope: Construct, stage: Stage): ApiAuth {
  return new ApiAuth(scope, stage);
}
