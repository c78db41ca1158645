import { type Rule, resources } from "./rule.ts";

type Associations = { EventType: string }[];

interface Behavior {
  FunctionAssociations?: Associations;
  LambdaFunctionAssociations?: Associations;
}

export const edgeAssociations: Rule = {
  id: "edge-associations",
  description:
    "A behaviour has two functions for one event, or mixes Lambda@Edge and CloudFront Functions around viewers.",
  fix: "Compose them into one function, as infra/edge/features.ts does where there is one.",
  find: (template) =>
    resources(template, "AWS::CloudFront::Distribution")
      .filter(([, { Properties }]) => {
        const { DefaultCacheBehavior, CacheBehaviors = [] } = Properties?.DistributionConfig ?? {};
        return [DefaultCacheBehavior ?? {}, ...CacheBehaviors].some(clashes);
      })
      .map(([id]) => id),
};

// CloudFront developer guide, "Restrictions on all edge functions".
function clashes({ FunctionAssociations = [], LambdaFunctionAssociations = [] }: Behavior): boolean {
  const lambdas = LambdaFunctionAssociations.map(({ EventType }) => EventType);
  const functions = FunctionAssociations.map(({ EventType }) => EventType);
  const events = [...lambdas, ...functions];
  const mixes = functions.length > 0 && lambdas.some((event) => event.startsWith("viewer"));
  return mixes || new Set(events).size < events.length;
}
