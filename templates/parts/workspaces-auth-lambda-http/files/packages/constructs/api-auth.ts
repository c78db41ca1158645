import { Duration, Stack, Validations } from "aws-cdk-lib";
import {
  AuthorizerPayloadVersion,
  HttpAuthorizer,
  HttpAuthorizerType,
  type HttpRoute,
  type HttpRouteAuthorizerBindOptions,
  type IHttpRouteAuthorizer,
} from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { authorizerHome } from "./auth-home.ts";
import type { Stage } from "./config.ts";
import { isPublic, publicReason } from "./public-routes.ts";
import type { RouteAddress } from "./route.ts";

/** Who may call the API: whoever the function of the auth service lets in. */
export class ApiAuth {
  /** Headers by which callers say who they are; pages of another origin need leave to send them. */
  readonly headers: string[] = ["authorization"];
  private readonly authorizer: IHttpRouteAuthorizer;

  constructor(stage: Stage) {
    this.authorizer = new Callers(stage);
  }

  /** What a route demands of its callers. */
  access(route: RouteAddress) {
    return isPublic(route) ? {} : { authorizer: this.authorizer };
  }

  acknowledge(route: HttpRoute, address: RouteAddress): void {
    if (!isPublic(address)) return;
    Validations.of(route).acknowledge({ id: "AwsSolutions::AwsSolutions-APIG4", reason: publicReason });
  }
}

/** An authorizer whose function is in another account, which lets this one ask it. */
class Callers implements IHttpRouteAuthorizer {
  private readonly stage: Stage;
  private authorizer: HttpAuthorizer | undefined;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  bind({ route, scope }: HttpRouteAuthorizerBindOptions) {
    const { arn, region } = authorizerHome(this.stage, Stack.of(scope).account);
    this.authorizer ??= new HttpAuthorizer(scope, "Callers", {
      httpApi: route.httpApi,
      authorizerName: "Callers",
      type: HttpAuthorizerType.LAMBDA,
      authorizerUri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      payloadFormatVersion: AuthorizerPayloadVersion.VERSION_2_0,
      enableSimpleResponses: true,
      // An answer is kept for a credential and a route, as the routes of a credential differ.
      identitySource: ["$request.header.Authorization", "$context.routeKey"],
      resultsCacheTtl: Duration.minutes(5),
    });
    return { authorizerId: this.authorizer.authorizerId, authorizationType: "CUSTOM" };
  }
}

/** What stands before an API; this kind needs nothing of its stack. */
export function apiAuth(_scope: Construct, stage: Stage): ApiAuth {
  return new ApiAuth(stage);
}
