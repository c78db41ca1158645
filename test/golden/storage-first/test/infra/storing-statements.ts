import { Match, type Template } from "aws-cdk-lib/assertions";

/** All that API Gateway may do, as policy statements. */
export function storingStatements(template: Template): unknown[] {
  const roles = template.findResources("AWS::IAM::Role", {
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({ Principal: { Service: "apigateway.amazonaws.com" } })],
      },
    },
  });
  return Object.keys(roles)
    .flatMap((role) =>
      Object.values(template.findResources("AWS::IAM::Policy", { Properties: { Roles: [{ Ref: role }] } })),
    )
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
