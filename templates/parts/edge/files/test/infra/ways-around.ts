import type { Template } from "aws-cdk-lib/assertions";

type Association = { EventType: string } & Record<string, unknown>;
interface Behavior {
  PathPattern?: string;
  TargetOriginId: string;
  FunctionAssociations?: Association[];
  LambdaFunctionAssociations?: Association[];
}
export interface DistributionConfig {
  Staging?: boolean;
  Origins: { Id: string; S3OriginConfig?: unknown }[];
  OriginGroups?: { Items: { Id: string; Members: { Items: { OriginId: string }[] } }[] };
  DefaultCacheBehavior: Behavior;
  CacheBehaviors?: Behavior[];
  CustomErrorResponses?: { ErrorCode: number; ResponsePagePath?: string }[];
}

/** Public words of the site, which visitors are told before any function knows them. */
const open = "/_edge/*";

export function distributionsOf(template: Template): DistributionConfig[] {
  return Object.values(template.findResources("AWS::CloudFront::Distribution")).map(
    ({ Properties }) => Properties.DistributionConfig,
  );
}

/** What a distribution asks when a request comes in: the functions of its viewer-request event. */
export function askedFirst({ FunctionAssociations = [], LambdaFunctionAssociations = [] }: Behavior) {
  return [...FunctionAssociations, ...LambdaFunctionAssociations].filter(
    ({ EventType }) => EventType === "viewer-request",
  );
}

/**
 * How a distribution gives out what is in buckets without asking the function that its default behaviour asks first: path
 * patterns of behaviours, and error pages, which CloudFront fetches without that function (Amazon CloudFront developer guide,
 * "Configuring error response behavior").
 */
export function waysAround(config: DistributionConfig): string[] {
  const { DefaultCacheBehavior, CacheBehaviors = [], CustomErrorResponses = [] } = config;
  const ofBuckets = bucketTargets(config);
  const guard = JSON.stringify(askedFirst(DefaultCacheBehavior));
  const unguarded = CacheBehaviors.filter(
    (behavior) =>
      ofBuckets.has(behavior.TargetOriginId) &&
      behavior.PathPattern !== open &&
      JSON.stringify(askedFirst(behavior)) !== guard,
  );
  return [
    ...unguarded.map(({ PathPattern }) => `${PathPattern}`),
    ...CustomErrorResponses.map(({ ErrorCode, ResponsePagePath = "" }) => `${ErrorCode} ${ResponsePagePath}`),
  ];
}

/** The ids by which a behaviour gets at a bucket: of origins, and of groups with one of these. */
function bucketTargets({ Origins, OriginGroups }: DistributionConfig): Set<string> {
  const origins = new Set(Origins.filter(({ S3OriginConfig }) => S3OriginConfig).map(({ Id }) => Id));
  const groups = (OriginGroups?.Items ?? []).filter(({ Members }) =>
    Members.Items.some(({ OriginId }) => origins.has(OriginId)),
  );
  return new Set([...origins, ...groups.map(({ Id }) => Id)]);
}
