import { Validations } from "aws-cdk-lib";
import { AuthorizationType, type Method, TokenAuthorizer } from "aws-cdk-lib/aws-apigateway";
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
  private readonly tokenAuthorizer: TokenAuthorizer;

  constructor(scope: Construct, stage: Stage) {
    this.authorizer = new Authorizer(scope, "Authorizer", stage);
    this.tokenAuthorizer = new TokenAuthorizer(scope, "Callers", {
      handler: this.authorizer.function,
      resultsCacheTtl: this.authorizer.answersKept,
    });
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    if (isPublic(route)) return {};
    this.authorizer.addScope(scopeOf(route));
    return { authorizer: this.tokenAuthorizer, authorizationType: AuthorizationType.CUSTOM };
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
