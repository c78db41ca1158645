import type { CfnDistribution, IOrigin } from "aws-cdk-lib/aws-cloudfront";
import { OriginSslPolicy } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Stage } from "../config.ts";
import { clientCertificateOf } from "../origin-certificates.ts";
import type { ApiProps } from "./api.ts";
import { hostOf } from "./dns.ts";
import type { ServiceStack } from "./service-stack.ts";

/**
 * What the API has to be like for this lock: under a host that asks each caller for a certificate of your own authority,
 * and under no other. One service of several is named, as its API needs a host of its own.
 */
export function lockable(stage: Stage, service = ""): Pick<ApiProps, "host" | "truststore"> {
  return { host: originHost(stage, service), truststore: "infra/origin-ca.pem" };
}

/** Shows CloudFront's certificate to the API. */
export function lockedOrigin(_stack: ServiceStack, stage: Stage, service = ""): IOrigin {
  return new MutualTlsOrigin(originHost(stage, service), clientCertificateOf(stage));
}

/** Not the host that clients know: that one leads to the distribution. */
function originHost(stage: Stage, service: string): string {
  const host = hostOf(stage, service ? `${service}.api-origin` : "api-origin");
  if (host) return host;
  throw new Error(
    `Stage ${stage.name} needs a domain in infra/config.ts: API Gateway asks for certificates only under a custom domain.`,
  );
}

/** An origin that is shown a certificate. The CDK's own has no property for it. */
class MutualTlsOrigin extends HttpOrigin {
  private readonly clientCertificateArn: string;

  constructor(host: string, clientCertificateArn: string) {
    super(host, { originSslProtocols: [OriginSslPolicy.TLS_V1_2] });
    this.clientCertificateArn = clientCertificateArn;
  }

  protected override renderCustomOriginConfig(): CfnDistribution.CustomOriginConfigProperty | undefined {
    const config = super.renderCustomOriginConfig();
    return config && { ...config, originMtlsConfig: { clientCertificateArn: this.clientCertificateArn } };
  }
}
