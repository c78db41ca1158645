import { Stack } from "aws-cdk-lib";
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
