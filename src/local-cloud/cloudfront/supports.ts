import type { SupportTable } from '../contract.ts';
import { webAclSupports } from '../web-acl/supports.ts';

const signed = 'signatures of URLs and cookies are not checked';
/** What a behaviour says of transport: TLS ends before localhost, and nothing is compressed on the way. */
const behaviour = (name: string): string[] =>
  ['Compress', 'ViewerProtocolPolicy'].map((property) => `DistributionConfig.${name}.${property}`);
const inertConfig = [
  'Comment',
  'HttpVersion',
  'IPV6Enabled',
  'Logging',
  // CloudFormation wants the lengths of these lists beside them.
  'OriginGroups.Items.FailoverCriteria.StatusCodes.Quantity',
  'OriginGroups.Items.Members.Quantity',
  'OriginGroups.Quantity',
  'Origins.ConnectionAttempts',
  'Origins.ConnectionTimeout',
  'Origins.CustomOriginConfig',
  'Origins.OriginShield',
  'Origins.S3OriginConfig',
  'PriceClass',
  'ViewerCertificate',
].map((property) => `DistributionConfig.${property}`);

/** Types of CloudFront that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::CloudFront::Distribution': {
    inert: ['Tags', ...behaviour('DefaultCacheBehavior'), ...behaviour('CacheBehaviors'), ...inertConfig],
    ignored: {
      'DistributionConfig.Restrictions.GeoRestriction.Locations': 'visitors come from no country here',
      'DistributionConfig.CacheBehaviors.TrustedKeyGroups': signed,
      'DistributionConfig.CacheBehaviors.TrustedSigners': signed,
      'DistributionConfig.DefaultCacheBehavior.TrustedKeyGroups': signed,
      'DistributionConfig.DefaultCacheBehavior.TrustedSigners': signed,
    },
  },
  'AWS::CloudFront::CachePolicy': {},
  'AWS::CloudFront::OriginRequestPolicy': {},
  'AWS::CloudFront::ResponseHeadersPolicy': {},
  // Every request to the bucket is signed, which is what `SigningBehavior: always` asks for.
  'AWS::CloudFront::OriginAccessControl': { inert: ['OriginAccessControlConfig'] },
  'AWS::CloudFront::Function': { inert: ['AutoPublish', 'FunctionMetadata', 'Tags'] },
  'AWS::CloudFront::KeyValueStore': { inert: ['Comment', 'Name', 'Tags'] },
  'AWS::CloudFront::ContinuousDeploymentPolicy': {},
  ...webAclSupports,
};
