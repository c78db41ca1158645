import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  type CfnUserPool,
  CfnUserPoolGroup,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  UserPool,
  UserPoolOperation,
} from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { ServiceFunction } from "./service-function.ts";

/** The people who may sign in, by their e-mail addresses, and the group of those who may change something. */
export function userPool(scope: Construct, { deletionProtection }: Stage): UserPool {
  const pool = new UserPool(scope, "UserPool", {
    featurePlan: FeaturePlan.ESSENTIALS,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    // New people are invited, in the Cognito console or by `admin-create-user`.
    selfSignUpEnabled: false,
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    deletionProtection,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // CloudFormation knows the pool by this id: it stays, however the constructs around it are arranged.
  (pool.node.defaultChild as CfnUserPool).overrideLogicalId("UserPool");
  new CfnUserPoolGroup(scope, "Editors", {
    userPoolId: pool.userPoolId,
    // services/auth/handlers/token-scopes.ts knows it by this name.
    groupName: "editors",
    description: "May change things; everybody else may only read",
  });
  const tokenScopes = new ServiceFunction(scope, "TokenScopes", {
    handler: "auth/token-scopes",
    environment: {},
  });
  pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, tokenScopes.function, LambdaVersion.V2_0);
  Validations.of(pool).acknowledge(
    {
      id: "AwsSolutions::AwsSolutions-COG2",
      reason: "A second factor is for each person to choose. Set mfa: Mfa.REQUIRED to demand it of all.",
    },
    {
      id: "AwsSolutions::AwsSolutions-COG8",
      reason: "Threat protection needs the Plus plan, which costs more for every person who signs in.",
    },
  );
  return pool;
}
