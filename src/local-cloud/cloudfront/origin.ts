import type { Model, Properties } from '../contract.ts';
import { type Signing, signingOf } from './access-control.ts';

/** How CloudFront connects to an origin that is no bucket. Times are seconds. */
export interface CustomConnection {
  port: number;
  protocol: 'http' | 'https';
  readTimeout: number;
  keepaliveTimeout: number;
  sslProtocols: string[];
}

export interface Origin {
  id: string;
  domainName: string;
  /** Prepended to the path; without trailing slash. */
  path: string;
  customHeaders: [name: string, value: string][];
  /** S3 origins have one; custom origins do not. */
  s3: boolean;
  /** Of custom origins alone. */
  custom?: CustomConnection;
  /** What the origin gets as Host whatever the viewer sent; its domain name by default. */
  hostHeader?: string;
  /** ARN of the certificate that CloudFront shows to the origin. */
  clientCertificate?: string;
  /** Which requests to the bucket CloudFront signs. */
  signing: Signing;
}

/** An origin of the template. */
export function compileOrigin(raw: Properties, model: Model): Origin {
  const headers: Properties[] = raw.OriginCustomHeaders ?? [];
  const s3 = raw.S3OriginConfig !== undefined;
  return {
    id: raw.Id,
    domainName: raw.DomainName,
    path: withoutSlash(raw.OriginPath ?? ''),
    customHeaders: headers.map(({ HeaderName, HeaderValue }) => [
      String(HeaderName).toLowerCase(),
      HeaderValue,
    ]),
    s3,
    custom: s3 ? undefined : connectionOf(raw.CustomOriginConfig ?? {}),
    clientCertificate: raw.CustomOriginConfig?.OriginMtlsConfig?.ClientCertificateArn,
    signing: signingOf(raw, model),
  };
}

export const withoutSlash = (path: string): string => path.replace(/\/$/, '');

/** Region of a bucket's host; only us-east-1 may leave it out. */
export const bucketRegion = (host: string): string =>
  /\.s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? 'us-east-1';

/** `CustomOriginConfig` with CloudFormation's defaults; viewers come by HTTPS, which `match-viewer` passes on. */
function connectionOf(config: Properties): CustomConnection {
  const protocol = config.OriginProtocolPolicy === 'http-only' ? 'http' : 'https';
  return {
    port: Number(protocol === 'http' ? (config.HTTPPort ?? 80) : (config.HTTPSPort ?? 443)),
    protocol,
    readTimeout: Number(config.OriginReadTimeout ?? 30),
    keepaliveTimeout: Number(config.OriginKeepaliveTimeout ?? 5),
    sslProtocols: config.OriginSSLProtocols ?? ['TLSv1.2'],
  };
}
