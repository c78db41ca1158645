import { describe, expect, it } from "vitest";
import type { Resource, Template } from "../../infra/rules/rule.ts";
import { rules } from "../../infra/rules/rules.ts";

const region = "eu-west-1";
const certificate = (place: string) => `arn:aws:acm:${place}:111122223333:certificate/0`;
const table = (recovery: boolean): Resource => ({
  Type: "AWS::DynamoDB::GlobalTable",
  Properties: {
    Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery } }],
  },
  DeletionPolicy: "Retain",
  UpdateReplacePolicy: "Retain",
});
const handler = (properties: object): Resource => ({ Type: "AWS::Lambda::Function", Properties: properties });
const arn = { "Fn::GetAtt": ["Handler", "Arn"] };
const integration: Resource = {
  Type: "AWS::ApiGatewayV2::Integration",
  Properties: { IntegrationUri: arn },
};
const method: Resource = {
  Type: "AWS::ApiGateway::Method",
  Properties: { Integration: { Uri: { "Fn::Join": ["", ["arn:aws:apigateway:...", arn, "/invocations"]] } } },
};
const permission: Resource = {
  Type: "AWS::Lambda::Permission",
  Properties: { Principal: "apigateway.amazonaws.com", FunctionName: arn },
};
const regionalDomain = (CertificateArn: unknown): Resource => ({
  Type: "AWS::ApiGatewayV2::DomainName",
  Properties: { DomainNameConfigurations: [{ CertificateArn }] },
});
const edgeDomain = (CertificateArn: unknown): Resource => ({
  Type: "AWS::ApiGateway::DomainName",
  Properties: { CertificateArn },
});

/** Planted defects, each with the rule that has to find it. */
const defects: [rule: string, defect: string, resources: Template["Resources"]][] = [
  ["table-recovery", "no point-in-time recovery", { Bad: table(false) }],
  ["stateful-retention", "a table that is deleted", { Bad: { ...table(true), DeletionPolicy: "Delete" } }],
  [
    "stateful-retention",
    "a table lost in a replacement",
    { Bad: { ...table(true), UpdateReplacePolicy: undefined } },
  ],
  ["function-limits", "too much memory", { Bad: handler({ MemorySize: 20_000 }) }],
  [
    "function-limits",
    "an API that does not wait",
    { Handler: handler({ Timeout: 30 }), Permission: permission },
  ],
  ["invoke-permission", "an HTTP API without permission", { Bad: integration, Handler: handler({}) }],
  ["invoke-permission", "a REST API without permission", { Bad: method, Handler: handler({}) }],
  ["certificate-region", "a certificate of elsewhere", { Bad: regionalDomain(certificate("us-east-1")) }],
  ["certificate-region", "an edge certificate of elsewhere", { Bad: edgeDomain(certificate("eu-west-1")) }],
  ["certificate-region", "an edge certificate of the stack", { Bad: edgeDomain({ Ref: "Certificate" }) }],
];

const good: Template["Resources"] = {
  Table: table(true),
  Handler: handler({ MemorySize: 512, Timeout: 10 }),
  Integration: integration,
  Method: method,
  Permission: permission,
  Regional: regionalDomain({ Ref: "Certificate" }),
  Edge: edgeDomain(certificate("us-east-1")),
  Other: regionalDomain({ "Fn::GetStackOutput": {} }),
};

const findings = (template: Template) =>
  rules.flatMap(({ id, find }) => find(template, region).map((logicalId) => `${id}: ${logicalId}`));

describe("the rules of this project", () => {
  it.each(defects)("%s finds %s", (rule, _, resources) => {
    const culprit = resources?.Bad ? "Bad" : "Handler";
    expect(findings({ Resources: resources })).toEqual([`${rule}: ${culprit}`]);
  });

  it("find nothing where nothing is wrong", () => {
    expect(findings({ Resources: good })).toEqual([]);
    expect(findings({})).toEqual([]);
  });
});
