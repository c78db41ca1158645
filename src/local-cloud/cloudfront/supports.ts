import type { SupportTable } from '../contract.ts';
import { webAclSupports } from '../web-acl/supports.ts';

const signed = 'signatures of URLs and cookies are not checked';
const uncompressed = 'CloudFront compresses no answers';
/** What a behaviour says of transport. */
const behaviour = (name: string): Record<string, string> => ({
  [`DistributionConfig.${name}.Compress`]: uncompressed,
  // TLS ends before localhost.
  [`DistributionConfig.${name}.ViewerProtocolPolicy`]: 'CloudFront takes plain HTTP for HTTPS',
});
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
  // Origins answer in this process, or under the URL as it stands.
  'Origins.CustomOriginConfig.HTTPPort',
  'Origins.CustomOriginConfig.HTTPSPort',
  'Origins.CustomOriginConfig.IpAddressType',
  'Origins.CustomOriginConfig.OriginKeepaliveTimeout',
  'Origins.CustomOriginConfig.OriginProtocolPolicy',
  'Origins.CustomOriginConfig.OriginSSLProtocols',
  'Origins.OriginShield',
  'PriceClass',
  'ViewerCertificate',
].map((property) => `DistributionConfig.${property}`);

/** Types of CloudFront that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::CloudFront::Distribution': {
    inert: ['Tags', ...inertConfig],
    simpler: {
      ...behaviour('DefaultCacheBehavior'),
      ...behaviour('CacheBehaviors'),
      'DistributionConfig.Origins.CustomOriginConfig.OriginReadTimeout':
        'CloudFront waits for origins as long as they take',
    },
    ignored: {
      'DistributionConfig.Restrictions.GeoRestriction.Locations': 'visitors come from no country here',
      'DistributionConfig.CacheBehaviors.TrustedKeyGroups': signed,
      'DistributionConfig.CacheBehaviors.TrustedSigners': signed,
      'DistributionConfig.DefaultCacheBehavior.TrustedKeyGroups': signed,
      'DistributionConfig.DefaultCacheBehavior.TrustedSigners': signed,
    },
  },
  'AWS::CloudFront::CachePolicy': {
    inert: ['CachePolicyConfig.Comment', 'CachePolicyConfig.Name'],
    simpler: Object.fromEntries(
      ['EnableAcceptEncodingBrotli', 'EnableAcceptEncodingGzip'].map((name) => [
        `CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.${name}`,
        uncompressed,
      ]),
    ),
  },
  'AWS::CloudFront::OriginRequestPolicy': {
    inert: ['OriginRequestPolicyConfig.Comment', 'OriginRequestPolicyConfig.Name'],
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    inert: ['ResponseHeadersPolicyConfig.Comment', 'ResponseHeadersPolicyConfig.Name'],
  },
  'AWS::CloudFront::OriginAccessControl': {
    inert: ['Description', 'Name', 'OriginAccessControlOriginType', 'SigningProtocol'].map(
      (property) => `OriginAccessControlConfig.${property}`,
    ),
  },
  'AWS::CloudFront::Function': {
    inert: ['AutoPublish', 'FunctionConfig.Comment', 'FunctionMetadata', 'Tags'],
    // Developer guide, "Quotas on CloudFront Functions", 2026. Node's engine fills more before any code runs.
    simpler: { FunctionCode: 'CloudFront Functions may take more than the 2 MB of memory of AWS' },
  },
  'AWS::CloudFront::KeyValueStore': { inert: ['Comment', 'ImportSource.SourceType', 'Name', 'Tags'] },
  'AWS::CloudFront::ContinuousDeploymentPolicy': {},
  ...webAclSupports,
};
