import type { TemplateParameter } from './template.ts';

/**
 * The value of a template parameter: the one given, else its default. A type `AWS::SSM::Parameter::Value<...>`
 * is the name of an SSM parameter. Lists arrive as comma-delimited text.
 * Source: CloudFormation User Guide, template Parameters section.
 */
export function parameterValue(
  parameter: TemplateParameter,
  given: unknown,
  ssm: (name: string) => string | undefined,
): unknown {
  const value = given ?? parameter.Default;
  if (value === undefined) return undefined;
  const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(parameter.Type);
  if (!stored) return asList(parameter.Type, value);
  const name = String(value);
  // The version that `cdk bootstrap` writes; no bootstrapped account is needed on a laptop.
  const found = name.startsWith('/cdk-bootstrap/') ? '30' : ssm(name);
  return found === undefined ? undefined : asList(stored[1]!, found);
}

function asList(type: string, value: unknown): unknown {
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}
