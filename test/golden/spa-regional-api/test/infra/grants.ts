import type { Template } from "aws-cdk-lib/assertions";

/** What the functions of a stack may do with DynamoDB, by the name of the function's construct. */
export function tableGrants(template: Template): Record<string, { actions: string[]; resource: unknown }> {
  const policies = Object.values(template.findResources("AWS::IAM::Policy"));
  const grants = policies.flatMap(({ Properties, Metadata }) =>
    Properties.PolicyDocument.Statement.flatMap(
      ({ Action, Resource }: { Action: unknown; Resource: unknown }) => {
        const actions = [Action].flat().map(String);
        const name = String(Metadata["aws:cdk:path"]).split("/")[2];
        return actions.some((action) => action.startsWith("dynamodb:"))
          ? [[name, { actions, resource: Resource }]]
          : [];
      },
    ),
  );
  return Object.fromEntries(grants);
}
