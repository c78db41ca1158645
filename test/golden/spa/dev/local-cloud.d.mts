/** What `dev/config.ts` may set. Every member is optional. */
export interface LocalConfig {
  /** Default: 4500 for the AWS endpoint, the sites from 4501, the console page on 4550. */
  ports?: { endpoint?: number; sites?: number; console?: number };
  /** Folders with a CDK app that each service needs beside its own, when it is started alone. */
  beside?: string[];
  /** CDK context over that of cdk.json, `{ stage: "prod" }` for example. */
  context?: Record<string, unknown>;
  /** Environment variables of all functions, over what the templates say. */
  env?: Record<string, unknown>;
  /** Data to start with. */
  seed?: unknown;
  /** People who may sign in at user pools. */
  users?: { email: string; password: string; groups?: string[] }[];
  /** Further host names that the sites may be asked for, that of a tunnel for example. */
  hosts?: string[];
  /** Milliseconds of a round trip that every request to a site takes. */
  rtt?: number;
  /** Whether APIs refuse requests above the limits of their stages and usage plans with 429. Default true; a load test may want false. */
  gateway?: { throttling?: boolean };
  [more: string]: unknown;
}

export interface StartOptions {
  /** Folder of the project. Default: the current one. */
  root?: string;
  /** Port of the AWS endpoint. 0 takes free ports for everything. */
  port?: number;
  /** Milliseconds of a round trip that each request to a site takes. Default 0. */
  rtt?: number;
  /** Keeps data in `.local-cloud/` over a restart. */
  persist?: boolean;
  /** Evaluates the IAM policies of the templates. Default true. */
  iam?: boolean;
  /** Opens an inspector for each function; their time-outs do not count meanwhile. Default false. */
  inspect?: boolean;
  /** Serves the site in `web/` from its own dev server, as `npm run dev` does. Default false: the built site. */
  hot?: boolean;
  /** Over what `dev/config.ts` says. */
  config?: LocalConfig;
}

/** A running local cloud. */
export interface LocalCloud {
  /** `http://127.0.0.1:PORT` of the AWS endpoint. */
  endpoint: string;
  /** URL of the console page. */
  console: string;
  /** Base URLs of the public sites by title, without a slash at the end. */
  urls: Record<string, string>;
  /** Base URL of the site whose title, key or host name is `name` or holds it. */
  url(name: string): string;
  /** Endpoint, region and credentials for an AWS SDK in this process. */
  env: Record<string, string>;
  /** Outputs by stack and name. */
  outputs: Record<string, Record<string, string>>;
  /** Name of the dev server that shows the site, `Vite`; `undefined` when the built site is served. */
  readonly devServer?: string;
  /** What behaves differently here than on AWS. */
  notices: string[];
  /** What in the templates has no effect on a laptop and needs none. */
  withoutEffect: string[];
  /** What is done in a simpler way than on AWS, a sentence each. */
  simpler: string[];
  /** Invokes a function by name, ARN, logical id or the end of its construct path. */
  invoke(functionName: string, event?: unknown): Promise<unknown>;
  /** Puts a bucket, by name or logical id, out of order: it answers 503 to everybody until what is returned is called. */
  outage(bucketName: string): () => void;
  /** Drops all data. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the synthesised project on this machine. */
export function startLocal(options?: StartOptions): Promise<LocalCloud>;
