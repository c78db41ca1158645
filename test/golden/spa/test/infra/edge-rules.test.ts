import { describe, expect, it } from "vitest";
import type { Resource, Template } from "../../infra/rules/rule.ts";
import { rules } from "../../infra/rules/rules.ts";

const edgeRole: Resource = {
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: "edgelambda.amazonaws.com" } }] },
  },
};
/** A function at the edge with its role and a version. */
const atEdge = (properties: object, deletionPolicy = "Retain"): Template["Resources"] => ({
  Bad: {
    Type: "AWS::Lambda::Function",
    Properties: { Role: { "Fn::GetAtt": ["EdgeRole", "Arn"] }, ...properties },
  },
  EdgeRole: edgeRole,
  Version: {
    Type: "AWS::Lambda::Version",
    Properties: { FunctionName: { Ref: "Bad" } },
    DeletionPolicy: deletionPolicy,
  },
});
const code = (size: number): Resource => ({
  Type: "AWS::CloudFront::Function",
  Properties: { FunctionCode: "x".repeat(size) },
});
const distribution = (DistributionConfig: object): Resource => ({
  Type: "AWS::CloudFront::Distribution",
  Properties: { DistributionConfig },
});
const around = (kind: "Function" | "LambdaFunction", ...events: string[]) => ({
  [`${kind}Associations`]: events.map((EventType) => ({ EventType })),
});
const staging = (Weight: number): Resource => ({
  Type: "AWS::CloudFront::ContinuousDeploymentPolicy",
  Properties: { ContinuousDeploymentPolicyConfig: { TrafficConfig: { SingleWeightConfig: { Weight } } } },
});
const twice = { ...around("Function", "viewer-request"), ...around("LambdaFunction", "viewer-request") };
const mixed = { ...around("Function", "viewer-response"), ...around("LambdaFunction", "viewer-request") };

/** Planted defects, each with the rule that has to find it. */
const defects: [rule: string, defect: string, resources: Template["Resources"]][] = [
  ["edge-functions", "arm64", atEdge({ Architectures: ["arm64"] })],
  ["edge-functions", "the Node.js of regional functions", atEdge({ Runtime: "nodejs24.x" })],
  ["edge-functions", "512 MB", atEdge({ MemorySize: 512 })],
  ["edge-functions", "29 seconds", atEdge({ Timeout: 29 })],
  ["edge-functions", "an environment", atEdge({ Environment: { Variables: {} } })],
  ["edge-functions", "a layer", atEdge({ Layers: ["arn"] })],
  ["edge-functions", "11 KB in a CloudFront Function", { Bad: code(11_264) }],
  [
    "edge-associations",
    "two functions for one event",
    { Bad: distribution({ DefaultCacheBehavior: twice }) },
  ],
  ["edge-associations", "both kinds around viewers", { Bad: distribution({ CacheBehaviors: [mixed] }) }],
  ["continuous-deployment", "half of all visitors on staging", { Bad: staging(0.5) }],
  [
    "continuous-deployment",
    "HTTP/3 on a staging distribution",
    { Bad: distribution({ Staging: true, HttpVersion: "http2and3" }) },
  ],
  [
    "continuous-deployment",
    "HTTP/3 before a staging distribution",
    { Bad: distribution({ ContinuousDeploymentPolicyId: "policy", HttpVersion: "http3" }) },
  ],
];

const good: Template["Resources"] = {
  ...atEdge({ Runtime: "nodejs22.x", Architectures: ["x86_64"], MemorySize: 128, Timeout: 5 }),
  Small: code(10_240),
  Distribution: distribution({
    HttpVersion: "http2and3",
    DefaultCacheBehavior: {
      ...around("Function", "viewer-request", "viewer-response"),
      ...around("LambdaFunction", "origin-request"),
    },
  }),
  Few: staging(0.15),
};

const findings = (resources: Template["Resources"], region = "us-east-1") =>
  rules.flatMap(({ id, find }) =>
    find({ Resources: resources }, region).map((logicalId) => `${id}: ${logicalId}`),
  );

describe("the rules for the edge", () => {
  it.each(defects)("%s finds %s", (rule, _, resources) => {
    expect(findings(resources)).toEqual([`${rule}: Bad`]);
  });

  it("find a function that is of another Region, and a version that goes while it is replicated", () => {
    expect(findings(atEdge({}), "eu-west-1")).toEqual(["edge-functions: Bad"]);
    expect(findings(atEdge({}, "Delete"))).toEqual(["edge-functions: Version"]);
  });

  it("find nothing where nothing is wrong", () => {
    expect(findings(good)).toEqual([]);
  });
});
