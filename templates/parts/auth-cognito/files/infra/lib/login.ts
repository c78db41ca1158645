import { Stack } from "aws-cdk-lib";
import { CfnManagedLoginBranding } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { type Stage, slug } from "../config.ts";

/** First part of the host of the login page. The account makes it unique in the Region, as it has to be. */
export function loginPrefix(scope: Construct, stage: Stage): string {
  const prefix = `${slug}-${stage.name}-${Stack.of(scope).account}`;
  // Words that Cognito keeps for AWS itself.
  return prefix.replace(/aws|amazon|cognito/g, "x");
}

/** Address of the login page, without trailing slash. Known without the pool, so that the site may name it first. */
export function loginUrl(scope: Construct, stage: Stage): string {
  return `https://${loginPrefix(scope, stage)}.auth.${stage.region}.amazoncognito.com`;
}

/**
 * Gives a client the login page: without a style of its own, which CloudFormation gives to no client by itself, people
 * would find "Login pages unavailable" there. Cognito's own colours, until you design the page in its console.
 */
export function giveLoginPage(
  scope: Construct,
  id: string,
  client: { userPoolId: string; clientId: string },
): CfnManagedLoginBranding {
  return new CfnManagedLoginBranding(scope, id, { ...client, useCognitoProvidedValues: true });
}
