/** A synthesised CloudFormation template, as far as rules look at it. */
export interface Template {
  Resources?: Record<string, Resource>;
}

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a rule reads properties of many shapes, each with its own care.
  Properties?: Record<string, any>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** A rule of this project, about what neither the CDK nor cdk-nag looks at. */
export interface Rule {
  id: string;
  /** What is wrong with the resources found. */
  description: string;
  fix: string;
  /** Logical ids of the resources that break the rule. */
  find(template: Template, region: string | undefined): string[];
}

/** The resources of a type, with their logical ids. */
export function resources(template: Template, ...types: string[]): [logicalId: string, resource: Resource][] {
  return Object.entries(template.Resources ?? {}).filter(([, { Type }]) => types.includes(Type));
}

/** Logical ids of the functions whose ARN a value holds, however deep in `Fn::Join` and the like. */
export function functionsIn(template: Template, value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const [id, attribute] = (value as { "Fn::GetAtt"?: string[] })["Fn::GetAtt"] ?? [];
  if (id === undefined) return Object.values(value).flatMap((inner) => functionsIn(template, inner));
  return attribute === "Arn" && template.Resources?.[id]?.Type === "AWS::Lambda::Function" ? [id] : [];
}

/** Logical ids of the functions that API Gateway may invoke. */
export function invokedByApis(template: Template): string[] {
  return resources(template, "AWS::Lambda::Permission")
    .filter(([, { Properties }]) => Properties?.Principal === "apigateway.amazonaws.com")
    .flatMap(([, { Properties }]) => functionsIn(template, Properties?.FunctionName));
}
