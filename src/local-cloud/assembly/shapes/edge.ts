import {
  alike,
  arn,
  lowerId,
  named,
  type Shapes,
  type Subject,
  text,
  upperId,
  uuidOf,
  withId,
} from '../shape.ts';

const distribution = upperId(13, 'E');
const global = { region: '' } as const;
const cfFunctionArn = (s: Subject) => arn(s, 'cloudfront', `function/${named('Name', 64)(s)}`, global);
const storeArn = (s: Subject) => arn(s, 'cloudfront', `key-value-store/${uuidOf(s)}`, global);
const certificateArn = (s: Subject) => arn(s, 'acm', `certificate/${uuidOf(s)}`);
const zone = upperId(20, 'Z');

/** Web ACLs of CloudFront live under `global`, those of a region under `regional` (WAF Developer Guide, ARNs). */
const wafArn = (kind: string) => (s: Subject) =>
  arn(
    s,
    'wafv2',
    `${text(s, 'Scope') === 'CLOUDFRONT' ? 'global' : 'regional'}/${kind}/${named('Name', 128)(s)}/${uuidOf(s)}`,
  );
const waf = (kind: string) => ({
  ref: (s: Subject) => `${named('Name', 128)(s)}|${uuidOf(s)}|${text(s, 'Scope') ?? 'REGIONAL'}`,
  arn: wafArn(kind),
  attributes: {
    Arn: wafArn(kind),
    Id: uuidOf,
    Capacity: () => '0',
    LabelNamespace: (s: Subject) => `awswaf:${s.account}:${kind}:${named('Name', 128)(s)}:`,
  },
});

const policy = {
  ...withId(uuidOf, 'Id'),
  attributes: { Id: uuidOf, LastModifiedTime: () => '2026-01-01T00:00:00Z' },
};

export const edge: Shapes = {
  'AWS::CloudFront::Distribution': {
    ref: distribution,
    arn: (s) => arn(s, 'cloudfront', `distribution/${distribution(s)}`, global),
    attributes: { Id: distribution, DomainName: (s) => `${lowerId(13, 'd')(s)}.cloudfront.net` },
  },
  'AWS::CloudFront::Function': {
    ref: cfFunctionArn,
    arn: cfFunctionArn,
    attributes: {
      FunctionARN: cfFunctionArn,
      'FunctionMetadata.FunctionARN': cfFunctionArn,
      Stage: () => 'LIVE',
    },
  },
  'AWS::CloudFront::KeyValueStore': {
    ref: named('Name', 64),
    arn: storeArn,
    attributes: { Arn: storeArn, Id: uuidOf, Status: () => 'READY' },
  },
  ...alike(
    policy,
    'AWS::CloudFront::CachePolicy',
    'AWS::CloudFront::OriginRequestPolicy',
    'AWS::CloudFront::ResponseHeadersPolicy',
    'AWS::CloudFront::ContinuousDeploymentPolicy',
  ),
  'AWS::CloudFront::OriginAccessControl': withId(distribution, 'Id'),
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': {
    ref: distribution,
    attributes: { Id: distribution, S3CanonicalUserId: (s) => uuidOf(s).replaceAll('-', '').repeat(2) },
  },
  'AWS::CloudFront::PublicKey': withId(upperId(13, 'K'), 'Id'),
  'AWS::CloudFront::KeyGroup': withId(uuidOf, 'Id'),
  'AWS::CertificateManager::Certificate': { ref: certificateArn, arn: certificateArn },
  'AWS::WAFv2::WebACL': waf('webacl'),
  'AWS::WAFv2::IPSet': waf('ipset'),
  'AWS::WAFv2::RegexPatternSet': waf('regexpatternset'),
  'AWS::WAFv2::RuleGroup': waf('rulegroup'),
  'AWS::Route53::HostedZone': {
    ref: zone,
    arn: (s) => arn(s, 'route53', `hostedzone/${zone(s)}`, { region: '', account: '' }),
    attributes: {
      Id: zone,
      NameServers: () => [
        'ns-0.awsdns-00.com',
        'ns-512.awsdns-00.net',
        'ns-1024.awsdns-00.org',
        'ns-1536.awsdns-00.co.uk',
      ],
    },
  },
  'AWS::Route53::RecordSet': { ref: (s) => text(s, 'Name') ?? '' },
  'AWS::Route53::HealthCheck': withId(uuidOf, 'HealthCheckId'),
};
