import { CfnUserPoolClient } from "aws-cdk-lib/aws-cognito";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { Construct } from "constructs";
import { authStack } from "./auth-stack.ts";
import { giveLoginPage } from "./login.ts";
import type { Site } from "./site.ts";
import { clientAttributes } from "./user-pool-client.ts";

/** Lets people sign in to see the site: a client of the user pool for it, and what the functions have to know of both. */
export function addEdgeContent(scope: Construct, site: Site): void {
  const { userPool, loginUrl } = authStack(scope, site.stage);
  const client = new CfnUserPoolClient(scope, "SiteClient", {
    userPoolId: userPool.userPoolId,
    allowedOAuthFlowsUserPoolClient: true,
    allowedOAuthFlows: ["code"],
    allowedOAuthScopes: ["openid", "email"],
    callbackUrLs: [`${site.url}/_auth/callback`],
    logoutUrLs: [`${site.url}/`],
    supportedIdentityProviders: ["COGNITO"],
    ...clientAttributes,
    // Nobody signs in by these: without one, Cognito takes flows that do not go with rotation.
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    accessTokenValidity: 15,
    idTokenValidity: 15,
    // infra/edge/tokens.ts keeps the cookies as long.
    refreshTokenValidity: 8,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
    // A refresh token is good once; a few seconds more, for pages and files that are asked for at once.
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
  });
  giveLoginPage(scope, "SiteBranding", { userPoolId: userPool.userPoolId, clientId: client.ref });
  const settings = {
    userPoolId: userPool.userPoolId,
    clientId: client.ref,
    loginUrl,
    siteUrl: site.url,
  };
  new BucketDeployment(scope, "SignIn", {
    sources: [Source.jsonData("sign-in.json", settings)],
    destinationBucket: site.bucket,
    role: site.publisher,
    destinationKeyPrefix: "_edge",
    cacheControl: [CacheControl.noCache()],
    prune: false,
  });
}
