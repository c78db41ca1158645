import type { CfnIntegration } from "aws-cdk-lib/aws-apigatewayv2";
import {
  type HttpIntegrationSubtype,
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  IntegrationCredentials,
  ParameterMapping,
  PayloadFormatVersion,
} from "aws-cdk-lib/aws-apigatewayv2";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { StoringRoute } from "./storing-route.ts";

/** A value of the request or of `context` within a text, which API Gateway fills in. */
export const filled = (name: string): string => `$\{${name}}`;

/** The id of a request, with the time in front: whoever reads it knows how long ago it was given. */
export const requestId = `${filled("context.requestTimeEpoch")}-${filled("context.requestId")}`;

/** A call of an AWS service that stores a request. */
export interface StoringCall {
  subtype: HttpIntegrationSubtype;
  /** Parameters of the operation. */
  parameters: Record<string, string>;
}

/** Stores the requests of a route, without a function between them. */
export function addStoringRoute({ api, route, role }: StoringRoute, call: StoringCall): void {
  const added = api.addRoute(route, new StoringIntegration(call, role));
  const integration = added.node.findChild("Storing").node.defaultChild as CfnIntegration;
  // The body is the service's own answer, which an HTTP API passes on as it is; the id is in the header.
  integration.responseParameters = {
    "200": {
      ResponseParameters: [
        { Destination: "overwrite:statuscode", Source: "202" },
        { Destination: "append:header.location", Source: `orders/${requestId}` },
      ],
    },
  };
}

class StoringIntegration extends HttpRouteIntegration {
  private readonly call: StoringCall;
  private readonly role: IRole;

  constructor(call: StoringCall, role: IRole) {
    super("Storing");
    this.call = call;
    this.role = role;
  }

  override bind(): HttpRouteIntegrationConfig {
    const mapping = new ParameterMapping();
    for (const [name, value] of Object.entries(this.call.parameters)) mapping.custom(name, value);
    return {
      type: HttpIntegrationType.AWS_PROXY,
      subtype: this.call.subtype,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      credentials: IntegrationCredentials.fromRole(this.role),
      parameterMapping: mapping,
    };
  }
}
