import { Validations } from "aws-cdk-lib";
import { type IOrigin, OriginSslPolicy } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Stage } from "../config.ts";
import type { ApiProps } from "./api.ts";
import type { ServiceStack } from "./service-stack.ts";

/**
 * Secrets that open the API: CloudFront sends the first, the web ACL takes each. To change one without a gap, deploy three
 * times: with a new name at the end, with that name in front, and without the old one.
 */
const secretNames = ["OriginSecret"];

/** The header that carries the secret. CloudFront sets it over whatever a viewer sends under this name. */
const header = "x-origin-secret";

/** What the API has to be like for this lock: the endpoint that API Gateway gives it stays open, behind a web ACL. */
export function lockable(_stage: Stage, _service?: string): Pick<ApiProps, "host" | "hasWebAcl"> {
  return { hasWebAcl: true };
}

/** Locks the API: AWS WAF refuses every request without the secret that the origin made here adds. */
export function lockedOrigin(stack: ServiceStack, _stage: Stage, _service?: string): IOrigin {
  const { api } = stack;
  const secrets = secretNames.map((name) => secretOf(stack, name));
  const visibility = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: false,
    metricName,
  });
  const webAcl = new CfnWebACL(stack, "WebAcl", {
    description: `Lets CloudFront alone call ${stack.stackName}`,
    scope: "REGIONAL",
    defaultAction: { block: {} },
    rules: secrets.map((searchString, priority) => ({
      name: `${secretNames[priority]}`,
      priority,
      action: { allow: {} },
      statement: {
        byteMatchStatement: {
          searchString,
          // This property is passed to CloudFormation as it is, so it has CloudFormation's capital letter.
          fieldToMatch: { singleHeader: { Name: header } },
          positionalConstraint: "EXACTLY",
          textTransformations: [{ priority: 0, type: "NONE" }],
        },
      },
      visibilityConfig: visibility(`${secretNames[priority]}`),
    })),
    visibilityConfig: visibility("Refused"),
  });
  new CfnWebACLAssociation(stack, "WebAclAssociation", {
    resourceArn: api.stageArn,
    webAclArn: webAcl.attrArn,
  });
  return new HttpOrigin(api.origin.host, {
    originPath: api.origin.path,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    customHeaders: { [header]: `${secrets[0]}` },
  });
}

/** A reference that CloudFormation replaces by the secret as it deploys: no template holds it. */
function secretOf(stack: ServiceStack, name: string): string {
  const secret = new Secret(stack, name, {
    description: "CloudFront shows it to the API",
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
  });
  Validations.of(secret).acknowledge({
    id: "AwsSolutions::AwsSolutions-SMG4",
    reason:
      "CloudFront and AWS WAF read the secret only as they are deployed, so it changes by a deployment.",
  });
  // Both sides hold it in their configurations, for whoever may read those; the README says what that means.
  return secret.secretValue.unsafeUnwrap();
}
