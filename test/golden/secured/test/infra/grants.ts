import type { Template } from "aws-cdk-lib/assertions";

/**
 * What the functions of a service may do with its table, by the names of their constructs; without what is no function's,
 * and without what reads the stream of the table.
 */
export function tableGrants(template: Template): Record<string, { actions: string[]; resource: unknown }> {
  const policies = Object.values(template.findResources("AWS::IAM::Policy"));
  const grants = policies.flatMap(({ Properties, Metadata }) =>
    Properties.PolicyDocument.Statement.flatMap(
      ({ Action, Resource }: { Action: unknown; Resource: unknown }) => {
        const actions = [Action].flat().map(String);
        const [, part = "", name] = String(Metadata["aws:cdk:path"]).split("/");
        const isOfTable = actions.some((action) => /^dynamodb:(?!.*(Stream|Records|Shard))/.test(action));
        return isOfTable && !["Api", "Intake"].includes(part)
          ? [[name, { actions, resource: Resource }]]
          : [];
      },
    ),
  );
  return Object.fromEntries(grants);
}
