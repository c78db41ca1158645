import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexResources } from '../../../src/local-cloud/assembly/index-resources.ts';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import type {
  Cloud,
  HttpRequest,
  HttpResponse,
  InvokeOptions,
  Model,
  Properties,
  Resource,
  RunningService,
  TraceEvent,
} from '../../../src/local-cloud/contract.ts';
import { createIam } from '../../../src/local-cloud/iam/authorize.ts';

/** A distribution with its rooms, made of hand-written resources. */
export interface Fixture {
  request(path: string, options?: Partial<HttpRequest> & { host?: string }): Promise<Answer>;
  /** Requests as the API origin got them. */
  received: HttpRequest[];
  traces: TraceEvent[];
  /** What the origin `api.example.com` answers. */
  api: (request: HttpRequest) => HttpResponse;
  /** What Lambda@Edge functions answer, by ARN; what they throw is what the Lambda room throws. */
  lambdas: Map<string, (event: Properties) => unknown>;
  rooms: Record<string, RunningService>;
  resources: Resource[];
  redeploy(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  header(name: string): string | undefined;
  text: string;
}

const account = '111122223333';

export function resource(
  type: string,
  ref: string,
  properties: Properties,
  attributes: Properties = {},
): Resource {
  return {
    stack: 'shop-web-dev',
    logicalId: ref,
    type,
    path: `shop-web-dev/${ref}`,
    account,
    region: 'eu-west-1',
    properties,
    metadata: {},
    ref,
    arn: attributes.Arn ?? ref,
    attribute: (name) => attributes[name] ?? `${ref}.${name}`,
  };
}

export const distributionArn = (id: string) => `arn:aws:cloudfront::${account}:distribution/${id}`;

/** A distribution over the bucket `site` (default) and the API `api.example.com` (`/api/*`). */
export function distribution(id: string, config: Properties, behaviour: Properties = {}): Resource {
  const caching = '658327ea-f89d-4fab-a63d-7e88639e58f6';
  const disabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
  const all = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
  const DistributionConfig = {
    Enabled: true,
    DefaultRootObject: 'index.html',
    DefaultCacheBehavior: { TargetOriginId: 'site', CachePolicyId: caching, ...behaviour },
    CacheBehaviors: [
      {
        PathPattern: '/api/*',
        TargetOriginId: 'api',
        AllowedMethods: all,
        CachePolicyId: disabled,
        ...config.api,
      },
    ],
    Origins: [
      {
        Id: 'site',
        DomainName: 'site.s3.eu-west-1.amazonaws.com',
        S3OriginConfig: {},
        OriginAccessControlId: 'oac',
      },
      {
        Id: 'api',
        DomainName: 'api.example.com',
        CustomOriginConfig: {},
        OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 's3cret' }],
      },
    ],
    ...config,
  };
  return resource(
    'AWS::CloudFront::Distribution',
    id,
    { DistributionConfig },
    { DomainName: `${id}.cloudfront.net`, Arn: distributionArn(id) },
  );
}

export async function start(extra: Resource[]): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'csp-cloudfront-'));
  writeFileSync(join(folder, 'index.html'), '<h1>shop</h1>');
  writeFileSync(join(folder, 'app.js'), 'run()');
  const allow = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::site/*',
  };
  const resources = [
    resource('AWS::S3::Bucket', 'site', {}, { Arn: 'arn:aws:s3:::site' }),
    resource('AWS::S3::BucketPolicy', 'policy', { Bucket: 'site', PolicyDocument: { Statement: [allow] } }),
    resource('Custom::CDKBucketDeployment', 'deploy', {
      SourceObjectKeys: ['site.zip'],
      DestinationBucketName: 'site',
    }),
    ...extra,
  ];
  const received: HttpRequest[] = [];
  const traces: TraceEvent[] = [];
  const rooms: Record<string, RunningService> = {};
  const iam = createIam(
    () => cloud.model,
    () => undefined,
  );
  const model = (): Model => ({ ...indexResources(fixture.resources), outputs: {}, asset: () => folder });
  const cloud = {
    root: folder,
    endpoint: 'http://127.0.0.1:0',
    config: {},
    authorize: iam.authorize,
    trace: (event: TraceEvent) => traces.push(event),
    aws: async (call) => rooms[call.service]!.aws![call.service]!(call),
    fetch: (request: HttpRequest) => {
      if (request.host !== 'api.example.com') return undefined;
      received.push(request);
      return Promise.resolve(fixture.api(request));
    },
    invoke: async (arn: string, payload: string, _options: InvokeOptions) => {
      const result = fixture.lambdas.get(arn)!(JSON.parse(payload));
      return { requestId: 'r', payload: JSON.stringify(result ?? null), duration: 1 };
    },
  } as Partial<Cloud> as Cloud & { model: Model };
  const fixture: Fixture = {
    received,
    traces,
    resources,
    rooms,
    lambdas: new Map(),
    api: () => ({
      status: 200,
      headers: [['content-type', 'application/json']],
      body: Buffer.from('{"ok":true}'),
    }),
    request: async (path, options = {}) => {
      const [pathname = '', rawQuery = ''] = path.split('?');
      const site = rooms.cloudfront!.sites!().find(({ hosts }) =>
        hosts.includes(options.host ?? 'E1.cloudfront.net'),
      )!;
      const response = await site.handle({
        method: 'GET',
        scheme: 'http',
        host: 'E1.cloudfront.net',
        path: pathname,
        rawQuery,
        headers: [['host', '127.0.0.1:4501']],
        body: Buffer.alloc(0),
        sourceIp: '127.0.0.1',
        traceId: 'Root=1-1',
        ...options,
      });
      return {
        status: response.status,
        header: (name) => response.headers.findLast(([key]) => key === name)?.[1],
        text: response.body.toString('utf8'),
      };
    },
    redeploy: async () => {
      cloud.model = model();
      for (const room of Object.values(rooms)) await room.deploy();
    },
    close: async () => {
      for (const room of Object.values(rooms)) await room.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cloud.model = model();
  rooms.s3 = await s3.start(cloud);
  rooms.cloudfront = await cloudfront.start(cloud);
  await fixture.redeploy();
  return fixture;
}
