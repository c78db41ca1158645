import type { Model, Properties, Resource } from '../contract.ts';
import { headerLeading, weightOf } from './continuous-deployment.ts';
import { unknownPolicies } from './policies.ts';

/** "Quotas on CloudFront Functions". */
const mostBytes = 10_240;
/** "Quotas on Lambda@Edge": of functions around viewers, seconds and megabytes. */
const viewerLimits = { Timeout: 5, MemorySize: 128 };
/** "Quotas on continuous deployment": the largest share of the staging distribution. */
const mostWeight = 0.15;

/** What CloudFront would refuse at a deploy, or what the local cloud does not know. */
export function notices(model: Model): string[] {
  return [
    ...model.byType('AWS::CloudFront::Distribution').flatMap((resource) => ofDistribution(resource, model)),
    ...model.byType('AWS::CloudFront::Function').flatMap(ofFunction),
    ...model.byType('AWS::CloudFront::ContinuousDeploymentPolicy').flatMap(ofDeployment),
  ];
}

function ofDistribution(resource: Resource, model: Model): string[] {
  const { path, properties } = resource;
  const { DefaultCacheBehavior, CacheBehaviors = [] } = properties.DistributionConfig ?? {};
  const behaviours: Properties[] = [...CacheBehaviors, DefaultCacheBehavior ?? {}];
  const unknown = behaviours.flatMap((behaviour) => unknownPolicies(behaviour, model));
  const arns = behaviours.flatMap(({ LambdaFunctionAssociations = [] }) =>
    (LambdaFunctionAssociations as Properties[])
      .filter(({ EventType }) => String(EventType).startsWith('viewer'))
      .map(({ LambdaFunctionARN }) => String(LambdaFunctionARN)),
  );
  return [
    ...[...new Set(unknown)].map(
      (policy) => `${path}: ${policy} is neither in the templates nor one of CloudFront's: it is left out`,
    ),
    ...[...new Set(arns)].flatMap((arn) => ofViewerLambda(arn, model)),
    ...ofIdentity(resource),
  ];
}

/** An identity of the older kind: what CDK writes beside access control is empty. */
const ofIdentity = ({ path, properties }: Resource): string[] =>
  ((properties.DistributionConfig?.Origins ?? []) as Properties[])
    .filter(({ S3OriginConfig }) => S3OriginConfig?.OriginAccessIdentity)
    .map(
      ({ Id }) =>
        `${path}: requests to the origin ${Id} are not signed, origin access identities are not served`,
    );

function ofViewerLambda(arn: string, model: Model): string[] {
  const found = model.find(arn.replace(/:\d+$/, ''), 'AWS::Lambda::Function');
  if (!found) return [];
  return Object.entries(viewerLimits)
    .filter(([name, most]) => Number(found.properties[name] ?? 0) > most)
    .map(
      ([name, most]) =>
        `${found.path}: CloudFront refuses Lambda@Edge around viewers with a ${name} above ${most}`,
    );
}

function ofFunction({ path, properties }: Resource): string[] {
  const bytes = Buffer.byteLength(String(properties.FunctionCode ?? ''));
  return bytes > mostBytes
    ? [`${path}: CloudFront takes no function of ${bytes} bytes, at most ${mostBytes}`]
    : [];
}

function ofDeployment({ path, properties }: Resource): string[] {
  const config: Properties = properties.ContinuousDeploymentPolicyConfig ?? {};
  const weight = Number(weightOf(config)?.Weight ?? 0);
  const header = headerLeading(config)?.Header;
  return [
    ...(weight > mostWeight
      ? [`${path}: CloudFront refuses a weight of ${weight}, at most ${mostWeight} goes to staging`]
      : []),
    ...(header !== undefined && !/^aws-cf-cd-/i.test(header)
      ? [`${path}: CloudFront refuses the header ${header}, it has to begin with aws-cf-cd-`]
      : []),
  ];
}
