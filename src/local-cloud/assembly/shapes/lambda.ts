import { arn, named, type Shapes, type Subject, text, uuidOf } from '../shape.ts';

const name = named('FunctionName', 64);
const functionArn = (s: Subject) => arn(s, 'lambda', `function:${name(s)}`);

/** `FunctionName` of a version, an alias or a URL takes a name or an ARN, with or without a qualifier. */
export function functionArnOf(s: Subject, nameOrArn = text(s, 'FunctionName') ?? ''): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn.split(':').slice(0, 7).join(':');
  return arn(s, 'lambda', `function:${nameOrArn.split(':')[0]}`);
}

const versionArn = (s: Subject) => `${functionArnOf(s)}:1`;
const aliasArn = (s: Subject) => `${functionArnOf(s)}:${text(s, 'Name')}`;
const layerArn = (s: Subject) => `${arn(s, 'lambda', `layer:${named('LayerName', 140)(s)}`)}:1`;
const targetArn = (s: Subject) => functionArnOf(s, text(s, 'TargetFunctionArn') ?? '');

export const lambda: Shapes = {
  'AWS::Lambda::Function': { ref: name, arn: functionArn, attributes: { Arn: functionArn } },
  // A template publishes one version of each AWS::Lambda::Version; a laptop has never published one before.
  'AWS::Lambda::Version': {
    ref: versionArn,
    arn: versionArn,
    attributes: { Version: () => '1', FunctionArn: versionArn },
  },
  'AWS::Lambda::Alias': { ref: aliasArn, arn: aliasArn, attributes: { AliasArn: aliasArn } },
  'AWS::Lambda::EventSourceMapping': {
    ref: uuidOf,
    arn: (s) => arn(s, 'lambda', `event-source-mapping:${uuidOf(s)}`),
    attributes: {
      Id: uuidOf,
      EventSourceMappingArn: (s) => arn(s, 'lambda', `event-source-mapping:${uuidOf(s)}`),
    },
  },
  'AWS::Lambda::Url': {
    ref: targetArn,
    arn: targetArn,
    attributes: {
      FunctionArn: targetArn,
      FunctionUrl: (s) => `https://${uuidOf(s).replaceAll('-', '')}.lambda-url.${s.region}.on.aws/`,
    },
  },
  'AWS::Lambda::LayerVersion': { ref: layerArn, arn: layerArn, attributes: { LayerVersionArn: layerArn } },
  'AWS::Lambda::CodeSigningConfig': {
    ref: (s) => arn(s, 'lambda', `code-signing-config:csc-${uuidOf(s).replaceAll('-', '').slice(0, 17)}`),
  },
};
