import { type Resource, type Rule, resources, type Template } from "./rule.ts";

// CloudFront developer guide, "Restrictions on Lambda@Edge" and "Quotas", for functions around viewers.
const most = { memoryMegabytes: 128, seconds: 5 };
const edgeRegion = "us-east-1";
/** The newest Node.js that Lambda@Edge runs; regional functions may be ahead of it. */
const edgeNode = "nodejs22.x";
/** The same, "Quotas on CloudFront Functions". */
const cloudFrontFunctionBytes = 10_240;

export const edgeFunctions: Rule = {
  id: "edge-functions",
  description: "CloudFront does not take this function at the edge.",
  fix: "Lambda@Edge: Node.js 22, x86_64, 128 MB, 5 seconds, in us-east-1, without environment, VPC, layers and tracing, its versions retained. A CloudFront Function: at most 10 KB.",
  find: (template, region) => [
    ...resources(template, "AWS::Lambda::Function")
      .filter(([, resource]) => runsAtEdge(template, resource) && !(region === edgeRegion && fits(resource)))
      .map(([id]) => id),
    ...resources(template, "AWS::Lambda::Version")
      .filter(([, version]) => isOfEdge(template, version) && version.DeletionPolicy !== "Retain")
      .map(([id]) => id),
    ...resources(template, "AWS::CloudFront::Function")
      .filter(([, { Properties }]) => sizeOf(Properties?.FunctionCode) > cloudFrontFunctionBytes)
      .map(([id]) => id),
  ],
};

/** Known by its role, which CloudFront assumes where the function is replicated. */
function runsAtEdge(template: Template, { Properties }: Resource): boolean {
  const roleId = Properties?.Role?.["Fn::GetAtt"]?.[0];
  const trust = template.Resources?.[roleId]?.Properties?.AssumeRolePolicyDocument;
  return JSON.stringify(trust ?? "").includes("edgelambda.amazonaws.com");
}

function isOfEdge(template: Template, { Properties }: Resource): boolean {
  const target = template.Resources?.[Properties?.FunctionName?.Ref];
  return target !== undefined && runsAtEdge(template, target);
}

function fits({ Properties = {} }: Resource): boolean {
  const { Architectures = ["x86_64"], MemorySize = 128, Timeout = 3, Layers = [] } = Properties;
  const { Runtime = edgeNode } = Properties;
  return (
    (Runtime === edgeNode || !Runtime.startsWith("nodejs")) &&
    Architectures.join() === "x86_64" &&
    MemorySize <= most.memoryMegabytes &&
    Timeout <= most.seconds &&
    Layers.length === 0 &&
    [Properties.Environment, Properties.VpcConfig, Properties.TracingConfig].every((one) => one === undefined)
  );
}

/** Of code in the template, parts that a deploy fills in left out. */
function sizeOf(code: unknown): number {
  const text = typeof code === "string" ? code : JSON.stringify(code ?? "");
  return Buffer.byteLength(text);
}
