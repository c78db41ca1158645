import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { deploymentType } from '../aws/s3/deployments.ts';
import type { DevSite, HttpRequest, HttpResponse, Model } from '../contract.ts';
import { type Behaviour, behaviourFor, type Distribution } from './distribution.ts';
import type { Origin } from './origin.ts';

/** A dev server that stands in for the built site in a bucket, for one request of a viewer. */
export interface DevOrigin {
  /** The answer to a request that reached the bucket; `undefined` for what comes from the deployment, such as config.json. */
  fetch(request: HttpRequest, origin: Origin): Promise<HttpResponse> | undefined;
}

interface Deployed {
  bucket: string;
  /** With a slash at its end, or empty. */
  prefix: string;
  /** Folder below the built site that is put there; `undefined` for content from elsewhere. */
  below?: string;
  /** Keys of content from elsewhere. */
  keys: Set<string>;
}

/** Paths that only a dev server knows: they are no files of the site, so that nothing at the edge is about them. */
export const isToolPath = (path: string): boolean => /^\/(@|node_modules\/|\.angular\/)/.test(path);

/** Whether the behaviour leads to a bucket that holds the built site. */
export function servesSite(
  behaviour: Behaviour,
  distribution: Distribution,
  site: DevSite,
  model: Model,
): boolean {
  const group = distribution.groups.get(behaviour.target);
  const ids = group ? group.members : [behaviour.target];
  return ids.some((id) => {
    const origin = distribution.origins.get(id);
    return origin !== undefined && holds(origin, site, model).some(({ below }) => below !== undefined);
  });
}

/** Whether a request of a viewer, by its path, is for the built site. */
export function leadsToSite(
  { path }: HttpRequest,
  distribution: Distribution,
  site: DevSite,
  model: Model,
): boolean {
  return servesSite(behaviourFor(distribution, path), distribution, site, model);
}

/**
 * Requests of a viewer to the dev server. It gets the query as the viewer sent it, since it tells kinds of modules apart by
 * it, and the path without the prefix under which the site is deployed.
 */
export function devOrigin(viewer: HttpRequest, site: DevSite, model: Model): DevOrigin {
  return {
    fetch: (request, origin) => {
      const deployments = holds(origin, site, model);
      const key = (origin.path + request.path).replace(/^\/+/, '');
      if (deployments.some(({ keys }) => keys.has(key))) return undefined;
      const [place] = deployments
        .filter(({ below, prefix }) => below !== undefined && key.startsWith(prefix))
        .sort((one, other) => other.prefix.length - one.prefix.length);
      if (!place) return undefined;
      const path = `/${[...place.below!.split(sep), key.slice(place.prefix.length)].filter(Boolean).join('/')}`;
      return site.fetch({ ...viewer, method: request.method, path, body: request.body }).then(asS3);
    },
  };
}

/** A file that is not there is a 403 behind origin access control, as it is in the bucket. */
const asS3 = (response: HttpResponse): HttpResponse =>
  response.status === 404
    ? { status: 403, headers: [['content-type', 'application/xml']], body: accessDenied }
    : response;

const accessDenied = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
);

/**
 * Lets a page of the dev server run: it puts scripts and styles into the page itself, and Angular's names its base, which
 * the policies of most sites forbid. All else of the policy stays.
 */
export function relaxed(response: HttpResponse): HttpResponse {
  const headers = response.headers.map(([name, value]): [string, string] =>
    name.toLowerCase() === 'content-security-policy' ? [name, relaxedPolicy(value)] : [name, value],
  );
  return { ...response, headers };
}

export const relaxedPolicy = (policy: string): string =>
  policy
    .split(';')
    .map((directive) => directive.trim())
    .filter(
      (directive) =>
        directive !== '' && !/^(require-trusted-types-for|upgrade-insecure-requests)\b/.test(directive),
    )
    .map((directive) =>
      /^(script-src|style-src|script-src-elem|style-src-elem)(\s|$)/.test(directive)
        ? // Browsers ignore 'unsafe-inline' beside a nonce or a hash.
          `${directive.replace(/ '(nonce|sha\d+)-[^']*'| 'none'| 'strict-dynamic'/g, '')} 'unsafe-inline'`
        : directive.replace(/^base-uri 'none'$/, "base-uri 'self'"),
    )
    .join('; ');

const known = new WeakMap<Model, Map<string, Deployed[]>>();

/** What deployments put into the bucket of an origin. */
function holds(origin: Origin, site: DevSite, model: Model): Deployed[] {
  if (!origin.s3) return [];
  const bucket = origin.domainName.split('.s3')[0]!;
  const buckets = known.get(model) ?? new Map<string, Deployed[]>();
  known.set(model, buckets);
  const found = buckets.get(bucket) ?? deployedTo(bucket, site, model);
  buckets.set(bucket, found);
  return found;
}

function deployedTo(bucket: string, { output }: DevSite, model: Model): Deployed[] {
  return model
    .byType(deploymentType)
    .filter(({ properties }) => properties.DestinationBucketName === bucket)
    .flatMap(({ properties }) => {
      const start = String(properties.DestinationBucketKeyPrefix ?? '').replace(/^\/|\/$/g, '');
      const prefix = start && `${start}/`;
      return (properties.SourceObjectKeys ?? []).flatMap((objectKey: string): Deployed[] => {
        const folder = model.asset?.(objectKey);
        if (folder === undefined) return [];
        const isSite = folder === output || folder.startsWith(output + sep);
        return isSite
          ? [{ bucket, prefix, below: relative(output, folder), keys: new Set() }]
          : [{ bucket, prefix, keys: new Set(filesBelow(folder).map((file) => prefix + file)) }];
      });
    });
}

function filesBelow(folder: string, below = ''): string[] {
  const own = join(folder, below);
  if (!statSync(own, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(own, { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}
