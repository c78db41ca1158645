import type { SupportTable } from '../contract.ts';

/** Types of CloudFront that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::CloudFront::Distribution': {
    inert: ['Tags'],
  },
  'AWS::CloudFront::CachePolicy': {},
  'AWS::CloudFront::OriginRequestPolicy': {},
  'AWS::CloudFront::ResponseHeadersPolicy': {},
  'AWS::CloudFront::OriginAccessControl': {},
  'AWS::CloudFront::Function': { inert: ['AutoPublish', 'FunctionMetadata'] },
  'AWS::CloudFront::KeyValueStore': { inert: ['Comment', 'Name'] },
  'AWS::CloudFront::ContinuousDeploymentPolicy': {},
};
