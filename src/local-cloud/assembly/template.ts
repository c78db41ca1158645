/** A CloudFormation template as CDK writes it; only the sections that are read. */
export interface Template {
  Parameters?: Record<string, TemplateParameter>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, TemplateOutput>;
}

export interface TemplateParameter {
  Type: string;
  Default?: unknown;
  AllowedValues?: unknown[];
}

export interface TemplateResource {
  Type: string;
  Condition?: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  DependsOn?: string | string[];
}

export interface TemplateOutput {
  Value: unknown;
  Condition?: string;
  Export?: { Name: unknown };
}

/** One stack to deploy: its template, where it goes, and the templates of its nested stacks by logical id. */
export interface StackInput {
  name: string;
  /** `000000000000` when the CDK app leaves the account open. */
  account: string;
  region: string;
  template: Template;
  parameters?: Record<string, unknown>;
  nested?: Record<string, NestedTemplate>;
}

export interface NestedTemplate {
  template: Template;
  nested?: Record<string, NestedTemplate>;
}

/** All stacks of one or more CDK apps. */
export interface AssemblyInput {
  stacks: StackInput[];
  /** Absolute path by object key, for example `<hash>.zip`. */
  assets: Map<string, string>;
}
