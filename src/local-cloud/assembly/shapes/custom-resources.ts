import { arn, named, type Shapes, type Subject, text } from '../shape.ts';

/** Resources of CDK's own providers whose attributes follow from their properties. */
export const customResources: Shapes = {
  'Custom::CDKBucketDeployment': {
    ref: named('PhysicalResourceId'),
    attributes: {
      DestinationBucketArn: (s) =>
        arn(s, 's3', text(s, 'DestinationBucketName') ?? '', { region: '', account: '' }),
      SourceObjectKeys: (s) => s.property('SourceObjectKeys'),
    },
  },
  'Custom::LogRetention': {
    ref: (s) => text(s, 'LogGroupName') ?? '',
    attributes: { LogGroupName: (s) => text(s, 'LogGroupName') ?? '' },
  },
  'Custom::CrossAccountZoneDelegation': { ref: named('DelegatedZoneName') },
  'AWS::CloudFormation::WaitConditionHandle': {
    ref: (s: Subject) =>
      `https://cloudformation-waitcondition-${s.region}.s3.amazonaws.com/${named('Name')(s)}`,
  },
};
