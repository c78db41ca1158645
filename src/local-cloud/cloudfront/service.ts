import type { Cloud, HttpRequest, HttpResponse, RunningService, Service, Site } from '../contract.ts';
import { keep } from '../keep.ts';
import { type Cache, createCache } from './cache.ts';
import { chooseDistribution } from './continuous-deployment.ts';
import { leadsToSite } from './dev-origin.ts';
import { compileDistribution, type Distribution } from './distribution.ts';
import { type EdgeFunction, loadFunction } from './function-runtime.ts';
import { deployStores, type KeyValueStore, serveStores } from './key-value-store.ts';
import { notices } from './notices.ts';
import { problem } from './origin-fetch.ts';
import { serve } from './serve.ts';
import { supports } from './supports.ts';

/** CloudFront: each distribution of the templates on a port of its own, with everything that happens at the edge. */
export const cloudfront: Service = {
  name: 'cloudfront',
  supports,
  start: startCloudFront,
};

async function startCloudFront(cloud: Cloud): Promise<RunningService> {
  const caches = new Map<string, Cache>();
  const stores = new Map<string, KeyValueStore>();
  const kept = keep<KeyValueStore[]>(cloud, {
    room: 'cloudfront',
    holds: 'the key value stores',
    read: () => [...stores.values()],
    restore: (values) => {
      for (const store of values) stores.set(store.arn, store);
    },
  });
  await kept.load();
  const functions = new Map<string, Promise<EdgeFunction>>();
  let distributions: Distribution[] = [];

  const functionOf = (arn: string): Promise<EdgeFunction> => {
    const known = functions.get(arn);
    if (known) return known;
    const resource = cloud.model.find(arn, 'AWS::CloudFront::Function');
    if (!resource) return Promise.reject(new Error(`no function ${arn} in the templates`));
    const log = (text: string) => cloud.trace({ traceId: '', kind: 'log', source: resource.ref, text });
    const loaded = loadFunction(resource, stores, log);
    functions.set(arn, loaded);
    return loaded;
  };
  const refused = (text: string) => cloud.trace({ traceId: '', kind: 'notice', source: 'cloudfront', text });
  const clearCaches = () => {
    for (const cache of caches.values()) cache.clear();
  };
  const handle = async (viewer: HttpRequest, primary: Distribution): Promise<HttpResponse> => {
    const { distribution, seal } = chooseDistribution(
      viewer,
      primary,
      distributions,
      cloud.model,
      Date.now(),
    );
    const cache = caches.get(distribution.id) ?? createCache();
    caches.set(distribution.id, cache);
    return seal(await serve(viewer, { cloud, distribution, cache, functionOf, now: Date.now }));
  };

  return {
    deploy: async () => {
      functions.clear();
      clearCaches();
      deployStores(cloud.model, stores, refused);
      for (const text of notices(cloud.model))
        cloud.trace({ traceId: '', kind: 'notice', source: 'cloudfront', text });
      distributions = cloud.model
        .byType('AWS::CloudFront::Distribution')
        .filter(({ properties }) => properties.DistributionConfig?.Enabled !== false)
        .map((resource) => compileDistribution(resource, cloud.model));
    },
    sites: () => distributions.map((distribution) => siteOf(distribution, handle, cloud)),
    aws: {
      'cloudfront-keyvaluestore': async (request) => {
        const response = serveStores(request, stores, cloud);
        if (request.method !== 'GET') kept.changed();
        return response;
      },
    },
    // A rebuilt site is a new deployment, and a deployment invalidates.
    codeChanged: async () => clearCaches(),
    reset: async () => {
      clearCaches();
      stores.clear();
      deployStores(cloud.model, stores, refused);
      kept.changed();
    },
    snapshot: async () => ({
      distributions: distributions.map(({ id, domainName, behaviours }) => ({
        id,
        domainName,
        behaviours: behaviours.map(({ pattern, target }) => ({ pattern, target })),
      })),
      keyValueStores: [...stores.values()].map(({ arn, values }) => ({
        arn,
        values: Object.fromEntries(values),
      })),
    }),
    close: async () => {
      await kept.close();
      caches.clear();
      functions.clear();
    },
  };
}

function siteOf(
  distribution: Distribution,
  handle: (viewer: HttpRequest, distribution: Distribution) => Promise<HttpResponse>,
  cloud: Cloud,
): Site {
  const { resource, domainName, aliases, staging } = distribution;
  const refusal =
    'A staging distribution answers only through the primary one and its continuous deployment policy.';
  return {
    key: `distribution:${resource.path}`,
    title: `${resource.stack} distribution${staging ? ' (staging)' : ''}`,
    kind: 'distribution',
    hosts: [domainName, ...aliases],
    public: !staging,
    handle: async (viewer) => (staging ? problem(403, refusal) : handle(viewer, distribution)),
    upgrade: (viewer, socket, head) => {
      const site = cloud.devSite;
      if (site && leadsToSite(viewer, distribution, site, cloud.model)) site.upgrade(viewer, socket, head);
      else socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
  };
}
