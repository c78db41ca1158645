import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import {
  OidcProviderNative,
  PolicyDocument,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from "aws-cdk-lib/aws-iam";
import type { Stage } from "../config.ts";

const issuer = "token.actions.githubusercontent.com";

export interface DeployRolesProps {
  /** What is deployed, first part of the stack's name. */
  name: string;
  stages: Stage[];
  /** The repository's environment that deploys a stage. */
  environment(stage: Stage): string;
}

/**
 * The stack of the roles that the deploy workflow takes in this account, one a stage: each can be taken from that
 * environment of the repository alone, and may do nothing but take the CDK's own deployment roles.
 */
export function addDeployRoles(app: App, { name, stages, environment }: DeployRolesProps): void {
  const repository: string | undefined = app.node.tryGetContext("repository");
  if (!repository) throw new Error("Say which repository deploys: -c repository=owner/name");
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  const stack = new Stack(app, `${name}-ci`, { env: { account, region: process.env.CDK_DEFAULT_REGION } });

  // An account holds one provider an issuer: with `-c provider=existing` the role uses the one that is there.
  const provider =
    app.node.tryGetContext("provider") === "existing"
      ? `arn:aws:iam::${stack.account}:oidc-provider/${issuer}`
      : new OidcProviderNative(stack, "Provider", {
          url: `https://${issuer}`,
          clientIds: ["sts.amazonaws.com"],
        }).oidcProviderArn;

  for (const stage of stages.filter((candidate) => !candidate.account || candidate.account === account)) {
    const role = new Role(stack, `Role-${stage.name}`, {
      description: `Deploys ${name} ${stage.name} from ${repository}`,
      assumedBy: new WebIdentityPrincipal(provider, {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: `repo:${repository}:environment:${environment(stage)}`,
        },
      }),
      inlinePolicies: {
        TakeCdkRoles: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ["sts:AssumeRole"],
              resources: [`arn:aws:iam::${stack.account}:role/cdk-hnb659fds-*`],
            }),
          ],
        }),
      },
    });
    new CfnOutput(stack, `RoleArn-${stage.name}`, { value: role.roleArn });
  }
}
