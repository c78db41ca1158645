/**
 * What the rooms of the local cloud promise each other. A room (gateway, lambda, dynamodb, sqs, cloudfront, ...)
 * is one `Service`; it learns of the project only through the `Model` and of the other rooms only through `Cloud`.
 */
import type { Duplex } from 'node:stream';

/**
 * Properties of a resource, or any other document that a template or a client brings: what is in it is the
 * resource type's to say, so each room reads the members that it knows.
 */
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation documents have no static type.
export type Properties = Record<string, any>;

/** One resource of one synthesised stack, intrinsics resolved to AWS-shaped values. */
export interface Resource {
  /** Stack name as deployed, for example `shop-orders-dev`. */
  stack: string;
  logicalId: string;
  /** CloudFormation type, for example `AWS::DynamoDB::GlobalTable`. */
  type: string;
  /** CDK construct path (`aws:cdk:path`), or `<stack>/<logicalId>` when the template has none. */
  path: string;
  account: string;
  region: string;
  /** `Properties` with every intrinsic resolved; `AWS::NoValue` removed. */
  properties: Properties;
  metadata: Properties;
  /** What `Ref` gives: a table name, a queue URL, an API id. */
  ref: string;
  /** What `Fn::GetAtt` gives; throws when the type has no such attribute. */
  attribute(name: string): string;
  /** The ARN where the type has one, else `ref`. */
  arn: string;
}

/** The whole assembly: every stack of every CDK app of the project. */
export interface Model {
  resources: readonly Resource[];
  byType(...types: string[]): Resource[];
  /** Finds a resource by ARN, or by `ref` among the given types. */
  find(arnOrRef: string, ...types: string[]): Resource | undefined;
  /** Outputs per stack, resolved. */
  outputs: Record<string, Record<string, string>>;
  /**
   * Absolute path of the folder or file that CDK would upload under this object key (`<hash>.zip`), for
   * functions, `BucketDeployment` sources and nested templates. Absent in models written by hand.
   */
  asset?(objectKey: string): string | undefined;
}

/** How much of a resource type a room serves; the notices printed at start come from this table. */
export interface Support {
  /** Accepted without effect on behaviour on a laptop (tags, log retention): counted at start. */
  inert?: readonly string[];
  /**
   * Properties that change what AWS sends, and hardly what code sees of it, each with a sentence on what is done instead: the
   * start tells all of them in one paragraph, and `--strict` lets them pass.
   */
  simpler?: Readonly<Record<string, string>>;
  /** Properties that change behaviour on AWS and are not emulated: named at start when a template sets them. */
  ignored?: Readonly<Record<string, string>>;
}

export type SupportTable = Readonly<Record<string, Support>>;

/**
 * Who calls: the role of a function, of an API integration, of an event source, a service, or, with neither role nor service
 * nor source, the developer (AWS CLI, tests, a database viewer), who may do everything.
 */
export interface Principal {
  roleArn?: string;
  /** Name of the role's session: a function's name. */
  session?: string;
  /** Service principal where one calls without a role, for example `apigateway.amazonaws.com`; `anonymous` is nobody. */
  service?: string;
  /** ARN of the thing that calls (a function, an API, a rule), for `aws:SourceArn` and its like. */
  sourceArn?: string;
  /** Account of that thing where its ARN names none, for `aws:SourceAccount` conditions. */
  sourceAccount?: string;
  /** Trace id of the request on whose behalf it calls: a refusal is shown with that request. */
  traceId?: string;
}

/** A call to the AWS endpoint, over the wire or from another room. Header names are lower case. */
export interface AwsRequest {
  /** Endpoint name of the service: `dynamodb`, `sqs`, `kinesis`, `events`, `s3`, `cognito-idp`, `lambda`, ... */
  service: string;
  region: string;
  /** Operation of the JSON protocols (`PutItem`); empty for REST protocols such as S3's. */
  action: string;
  method: string;
  /** Raw path with leading slash, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  caller: Principal;
  /** Trace id of the request that caused this call, where known. */
  traceId?: string;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A request to a site (an API, a distribution, a bucket host). Header names are lower case, in arrival order. */
export interface HttpRequest {
  method: string;
  scheme: 'http' | 'https';
  /** Host as the client sent it, without port. */
  host: string;
  /** Raw path, percent-encoded, without the query. */
  path: string;
  /** Raw query string without `?`; empty when there is none. */
  rawQuery: string;
  headers: [name: string, value: string][];
  body: Buffer;
  sourceIp: string;
  /** ARN of the certificate that the caller has shown. Browsers show none to plain HTTP on localhost. */
  clientCertificate?: string;
  /** Correlates the hops of one request on the console page. */
  traceId: string;
}

export interface HttpResponse {
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Something that answers under a host name and gets a port of its own. */
export interface Site {
  /** Stable key, for example `api:shop-orders-dev/Api`; the same key keeps its port over a re-synth. */
  key: string;
  /** Printed at start: `orders API (HTTP)`. */
  title: string;
  kind: 'http-api' | 'rest-api' | 'distribution' | 'bucket' | 'login' | 'console' | 'endpoint';
  /** AWS-shaped host names that lead here (`abc.execute-api.eu-west-1.amazonaws.com`, custom domains). */
  hosts: string[];
  /** Path printed after the local origin, for example the stage of a REST API (`/dev`); empty by default. */
  basePath?: string;
  /** False for sites that only other sites reach (a private bucket). Default true. */
  public?: boolean;
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** Takes over the connection of an `Upgrade` request (WebSocket, Vite's hot reload); refused when absent. */
  upgrade?(request: HttpRequest, socket: Duplex, head: Buffer): void;
}

export interface InvokeOptions {
  caller: Principal;
  /** `event` returns at once and retries as Lambda's asynchronous invoke does. Default `request`. */
  type?: 'request' | 'event';
  traceId?: string;
  /** Base64 or JSON client context; only passed on. */
  clientContext?: unknown;
}

export interface InvokeResult {
  requestId: string;
  /** JSON text of the handler's result, or of Lambda's error object when `error` is set. */
  payload: string;
  /** As in the `X-Amz-Function-Error` header. */
  error?: 'Unhandled' | 'Handled';
  /** Milliseconds in the handler. */
  duration: number;
}

/** One hop of a request, an AWS call, an invocation or a log line; what the console page shows. */
export interface TraceEvent {
  traceId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Milliseconds since the local cloud started, with fractions, when it was over: puts the hops of a request in order. */
  end: number;
  /** Milliseconds it took; absent on log lines. */
  duration?: number;
  kind: 'request' | 'hop' | 'invoke' | 'aws' | 'log' | 'mail' | 'notice';
  /** Who: a site key, function name, `dynamodb`, ... */
  source: string;
  /** One line for a person. */
  text: string;
  status?: number;
  /** Anything more the page can open: request, response, event, missing IAM statement. */
  detail?: unknown;
}

/** A queue that an event source mapping can poll. */
export interface QueueSource {
  receive(
    arn: string,
    options: { max: number; waitMs: number; signal: AbortSignal },
  ): Promise<QueueMessage[]>;
  remove(arn: string, receiptHandles: string[]): Promise<void>;
}

export interface QueueMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, unknown>;
  md5OfBody: string;
}

/** A stream that an event source mapping can poll: Kinesis, or a table's stream. */
export interface StreamSource {
  /** Oldest first; `parents` are the shards that hold earlier records of its keys. */
  shards(arn: string): Promise<{ id: string; parents: string[] }[]>;
  /**
   * Records from `position` on: `TRIM_HORIZON`, `LATEST`, the `next` of an earlier read or a sequence number. Record shape is
   * Lambda's. `isEnd` says that the shard is closed and that no record comes after these.
   */
  read(
    arn: string,
    shard: string,
    position: string,
    max: number,
  ): Promise<{ records: Properties[]; next: string; isEnd?: boolean }>;
  /** Calls back when new records may be there; returns the function that ends it. */
  subscribe(arn: string, wake: () => void): () => void;
}

/** What every room gets: the model of the moment and the ways to the other rooms. */
export interface Cloud {
  /** Absolute path of the project. */
  root: string;
  /** The current model; replaced on an infra edit. */
  readonly model: Model;
  /** `http://127.0.0.1:PORT` of the AWS endpoint. */
  readonly endpoint: string;
  /** Folder to keep data in when `--persist` is on. */
  dataDir?: string;
  /** What the user's `dev/config.ts` says, unchecked parts included. */
  config: Properties;
  invoke(functionArnOrName: string, payload: string, options: InvokeOptions): Promise<InvokeResult>;
  /** An AWS call from inside, for integrations; goes through the same room and the same IAM as one over the wire. */
  aws(request: AwsRequest): Promise<AwsResponse>;
  /**
   * Throws `AwsError` AccessDenied when the caller's policies do not allow it; the developer always may.
   * `context` holds the condition keys of the service; a list is a multivalued key (`dynamodb:LeadingKeys`).
   */
  authorize(
    caller: Principal,
    action: string,
    resourceArn: string,
    context?: Record<string, string | string[]>,
  ): void;
  /** Dispatches to the site that owns `request.host`; `undefined` when no site does. */
  fetch(request: HttpRequest): Promise<HttpResponse> | undefined;
  /** `http://127.0.0.1:PORT` of a site by AWS-shaped host name or key. */
  localUrl(hostOrKey: string): string | undefined;
  /** `http://127.0.0.1:PORT` of every site that has a port, by each of its host names. */
  siteUrls(): Record<string, string>;
  /** Base URL of the API of a service, by the host that it has here alone: `orders.localhost`. */
  serviceUrl(host: string): string | undefined;
  trace(event: Omit<TraceEvent, 'at' | 'end'> & { at?: number }): void;
  /** The dev server that stands in for the built site, while there is one. */
  readonly devSite?: DevSite;
  queueSource(arn: string): QueueSource | undefined;
  streamSource(arn: string): StreamSource | undefined;
  /** ARNs of what is out of order, as long as a test says so: it answers 503. */
  readonly outages?: ReadonlySet<string>;
  /** URLs of modules that the function with its code in a folder imports, and that may be loaded ahead of it. */
  earlyModules?(codeDir: string): readonly string[];
  /** Command line switches that concern rooms. */
  readonly flags?: CloudFlags;
}

/** A dev server with hot module reload that answers in place of the built site. */
export interface DevSite {
  /** Name of the tool, `Vite`. */
  name: string;
  /** Absolute path of the built site, in whose place it answers. */
  output: string;
  fetch(request: HttpRequest): Promise<HttpResponse>;
  /** Hands the connection of a WebSocket over. */
  upgrade(request: HttpRequest, socket: Duplex, head: Buffer): void;
}

export interface CloudFlags {
  /** Evaluate IAM policies. Default true. */
  iam?: boolean;
  /** Open an inspector for each function. */
  inspect?: boolean;
  /** Rooms may load what a request would load anyway, so that the first one is fast. Default true. */
  warm?: boolean;
}

/** A room of the local cloud. */
export interface Service {
  name: string;
  supports: SupportTable;
  start(cloud: Cloud): Promise<RunningService>;
}

export interface RunningService {
  /** Fits the room to `cloud.model`, first at start and again after each infra edit; data survives. */
  deploy(): Promise<void>;
  /** Goes on with what waited at the end of an earlier run; called after each deploy, once all rooms have deployed. */
  resume?(): void;
  /** Sites of the current model; read after `deploy`. */
  sites?(): Site[];
  /** SDK calls by service name: `{ dynamodb: handle }`. */
  aws?: Record<string, (request: AwsRequest) => Promise<AwsResponse>>;
  queues?: QueueSource & { owns(arn: string): boolean };
  streams?: StreamSource & { owns(arn: string): boolean };
  /** The lambda room's part of `Cloud.invoke`. */
  invoke?(functionArnOrName: string, payload: string, options: InvokeOptions): Promise<InvokeResult>;
  /** The IAM room's part of `Cloud.authorize`; throws `AwsError`. */
  authorize?(
    caller: Principal,
    action: string,
    resourceArn: string,
    context?: Record<string, string | string[]>,
  ): void;
  /** Code was rebuilt: absolute paths of the changed folders in `dist/`. Events in flight finish on the old code. */
  codeChanged?(folders: string[]): Promise<void>;
  /** Drops all data and starts anew from the model: what `reset()` of `startLocal` calls between tests. */
  reset?(): Promise<void>;
  /** Panels for the console page: JSON-able snapshots by name (`tables`, `queues`, ...). */
  snapshot?(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}
