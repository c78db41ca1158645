import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, HttpRequest, HttpResponse, Resource, Site } from '../../contract.ts';
import { anonymous } from '../../principal.ts';
import { xml } from './xml.ts';

/**
 * The bucket under its own host name, as an anonymous visitor reaches it: only what the bucket policy opens to
 * everybody. Nothing is reachable around a distribution with origin access control.
 */
export function bucketSite(bucket: Resource, serve: (request: AwsRequest) => Promise<AwsResponse>): Site {
  return {
    key: `bucket:${bucket.path}`,
    title: `bucket ${bucket.ref}`,
    kind: 'bucket',
    hosts: [`${bucket.ref}.s3.${bucket.region}.amazonaws.com`, `${bucket.ref}.s3.amazonaws.com`],
    public: false,
    handle: (request) => handle(request, bucket, serve),
  };
}

async function handle(
  request: HttpRequest,
  bucket: Resource,
  serve: (request: AwsRequest) => Promise<AwsResponse>,
): Promise<HttpResponse> {
  try {
    const {
      status,
      headers = {},
      body = '',
    } = await serve({
      service: 's3',
      action: '',
      region: bucket.region,
      method: request.method,
      path: `/${bucket.ref}${request.path}`,
      query: new URLSearchParams(request.rawQuery),
      headers: Object.fromEntries(request.headers),
      body: request.body,
      caller: { service: anonymous },
      traceId: request.traceId,
    });
    return { status, headers: Object.entries(headers), body: Buffer.from(body) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, status } = error;
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml('Error', { Code: code, Message: message, RequestId: request.traceId })}`;
    return { status, headers: [['content-type', 'application/xml']], body: Buffer.from(body) };
  }
}
