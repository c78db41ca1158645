import { type Rule, resources } from "./rule.ts";

export const certificateRegion: Rule = {
  id: "certificate-region",
  description: "A custom domain names a certificate of a Region that it cannot use.",
  fix: "Make the certificate in the Region of the API; for an edge-optimised API, in us-east-1.",
  find: (template, region) =>
    resources(template, "AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName")
      .filter(([, { Properties = {} }]) => {
        const regional =
          Properties.RegionalCertificateArn ?? Properties.DomainNameConfigurations?.[0]?.CertificateArn;
        const edge = Properties.CertificateArn;
        return (
          (regionOf(regional, region) ?? region) !== region ||
          (regionOf(edge, region) ?? "us-east-1") !== "us-east-1"
        );
      })
      .map(([id]) => id),
};

/** Region of a certificate given by its ARN, or by a reference within the stack; `undefined` for any other. */
function regionOf(certificate: unknown, stackRegion: string | undefined): string | undefined {
  if (typeof certificate === "string") return certificate.split(":")[3];
  const isReference = typeof certificate === "object" && certificate !== null && "Ref" in certificate;
  return isReference ? stackRegion : undefined;
}
