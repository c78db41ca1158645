import type { StackInput } from '../assembly/template.ts';

/** What `dev/config.ts` exports by default. Every member is optional. */
export interface LocalConfig {
  ports?: {
    /** The AWS endpoint. Default 4500. */
    endpoint?: number;
    /** The console page. Default 4550. */
    console?: number;
    /** The first site; the others follow. Default 4501. */
    sites?: number;
  };
  /** Folders with a CDK app (`infra/app.ts`) each, `*` for every folder. Default `['.', 'services/*']`. */
  apps?: string[];
  /** Folders with a CDK app that each workspace needs beside its own, when it is started alone. None by default. */
  beside?: string[];
  /** CDK context, over that of `cdk.json`; `stage` for example. */
  context?: Record<string, unknown>;
  /** Values of template parameters, by stack name. */
  parameters?: Record<string, StackInput['parameters']>;
  /** Environment of all functions, over what the template says; a function's own under its name. */
  env?: Record<string, unknown>;
  /** Items for new tables, by logical id, construct path or table name. */
  seed?: unknown;
  /** Users of the user pools. */
  users?: unknown;
  /** Further host names that the sites may be asked for, for example that of a tunnel. */
  hosts?: string[];
  /** Milliseconds of a round trip that every request to a site takes. Default 0. */
  rtt?: number;
  /** Whether APIs refuse requests above the limits of their stages and usage plans with 429. Default true; a load test may want false. */
  gateway?: { throttling?: boolean };
  [more: string]: unknown;
}
