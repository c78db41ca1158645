import type { Template } from "aws-cdk-lib/assertions";

interface Served {
  id: string;
  api: unknown;
  /** Absent for a deployment that no stage is made of. */
  name?: unknown;
}

/** What of a template can be called without the web ACL: by logical id. */
export function unlockedIn(template: Template): string[] {
  const associations = propertiesOf(template, "AWS::WAFv2::WebACLAssociation").map(([, { ResourceArn }]) =>
    JSON.stringify(ResourceArn),
  );
  const unlocked = stagesOf(template).filter(
    (stage) => associations.filter((arn) => refersTo(arn, stage)).length !== 1,
  );
  // AWS WAF stands before neither (AWS WAF developer guide, "Resources that you can protect with AWS WAF").
  const unlockable = ["AWS::ApiGatewayV2::Api", "AWS::Lambda::Url"].flatMap((type) =>
    propertiesOf(template, type).map(([id]) => id),
  );
  return [...unlocked.map(({ id }) => id), ...unlockable];
}

/** The stages of REST APIs; a deployment makes one too where it is told a name. */
function stagesOf(template: Template): Served[] {
  return ["AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment"].flatMap((type) =>
    propertiesOf(template, type)
      .map(([id, { RestApiId, StageName }]) => ({ id, api: RestApiId, name: StageName }))
      .filter(({ name }) => name !== undefined || type === "AWS::ApiGateway::Stage"),
  );
}

/** Whether an ARN, as JSON, is that of a stage: named by its resource, or as it is called. */
function refersTo(arn: string, { id, api, name }: Served): boolean {
  const named = [JSON.stringify({ Ref: id }), ...(typeof name === "string" ? [`/stages/${name}"`] : [])];
  return arn.includes(JSON.stringify(api)) && named.some((each) => arn.includes(each));
}

function propertiesOf(template: Template, type: string): [id: string, properties: Record<string, unknown>][] {
  return Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, Properties ?? {}]);
}
