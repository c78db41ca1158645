import { RemovalPolicy } from "aws-cdk-lib";
import type { CfnUserPoolClientProps, UserPool } from "aws-cdk-lib/aws-cognito";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from "aws-cdk-lib/custom-resources";
import type { Construct } from "constructs";

export type ClientSettings = Omit<CfnUserPoolClientProps, "userPoolId">;

/**
 * What the tokens of a client tell, and what whoever holds one may change: nothing that anybody goes by, and never the address
 * that passwords are reset by. An empty list would stand for all. People who sign up by themselves need "email" there.
 */
export const clientAttributes = { readAttributes: ["email", "email_verified"], writeAttributes: ["locale"] };

/** A public client: it signs in by the code flow with PKCE, as a secret would not stay one in a browser. */
export function clientSettings(scopes: string[], returnUrl: string): ClientSettings {
  return {
    allowedOAuthFlowsUserPoolClient: true,
    allowedOAuthFlows: ["code"],
    allowedOAuthScopes: scopes,
    callbackUrLs: [`${returnUrl}/signed-in`],
    logoutUrLs: [`${returnUrl}/`],
    supportedIdentityProviders: ["COGNITO"],
    ...clientAttributes,
    // An empty list would stand for flows that do not go with rotation.
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    accessTokenValidity: 15,
    idTokenValidity: 15,
    refreshTokenValidity: 8,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
    // A refresh token is good once; a few seconds more, for a page that lost the answer.
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
  };
}

/** Gives a client its settings by a call to Cognito, once all that they name is there. */
export function setClient(
  scope: Construct,
  { userPool, clientId, settings }: { userPool: UserPool; clientId: string; settings: ClientSettings },
): void {
  const logGroup = new LogGroup(scope, "ReturnUrlLogs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, "ReturnUrlRole", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  logGroup.grantWrite(role);
  new AwsCustomResource(scope, "ReturnUrl", {
    onUpdate: {
      service: "@aws-sdk/client-cognito-identity-provider",
      action: "UpdateUserPoolClient",
      parameters: { UserPoolId: userPool.userPoolId, ClientId: clientId, ...apiForm(settings) },
      physicalResourceId: PhysicalResourceId.of(clientId),
    },
    policy: AwsCustomResourcePolicy.fromStatements([
      new PolicyStatement({
        actions: ["cognito-idp:UpdateUserPoolClient"],
        resources: [userPool.userPoolArn],
      }),
    ]),
    installLatestAwsSdk: false,
    role,
    logGroup,
  });
}

/** Properties as Cognito's API spells them: `callbackUrLs` of CloudFormation's is `CallbackURLs` there. */
function apiForm(properties: object): Record<string, unknown> {
  const entries = Object.entries(properties).map(([name, value]) => [
    (name.charAt(0).toUpperCase() + name.slice(1)).replace("UrLs", "URLs"),
    typeof value === "object" && !Array.isArray(value) ? apiForm(value) : value,
  ]);
  return Object.fromEntries(entries);
}
