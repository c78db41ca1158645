import { type Resource, type Rule, resources } from "./rule.ts";

/** CloudFront developer guide, "Quotas on continuous deployment". */
const mostWeight = 0.15;

export const continuousDeployment: Rule = {
  id: "continuous-deployment",
  description: "CloudFront refuses this continuous deployment.",
  fix: "Give the staging distribution a weight of at most 0.15, and both distributions HTTP/2 without HTTP/3.",
  find: (template) => [
    ...resources(template, "AWS::CloudFront::ContinuousDeploymentPolicy")
      .filter(([, resource]) => weightOf(resource) > mostWeight)
      .map(([id]) => id),
    ...resources(template, "AWS::CloudFront::Distribution")
      .filter(([, { Properties }]) => {
        const {
          Staging,
          ContinuousDeploymentPolicyId,
          HttpVersion = "",
        } = Properties?.DistributionConfig ?? {};
        return (Staging || ContinuousDeploymentPolicyId) && HttpVersion.includes("3");
      })
      .map(([id]) => id),
  ],
};

function weightOf({ Properties }: Resource): number {
  const config = Properties?.ContinuousDeploymentPolicyConfig ?? {};
  const { Weight = 0 } = config.TrafficConfig?.SingleWeightConfig ?? config.SingleWeightPolicyConfig ?? {};
  return Weight;
}
