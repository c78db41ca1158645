/** Behaviours are chosen by the normalised path, and origins get the path as it was sent. */
import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import type { Service, Site } from '../../../src/local-cloud/contract.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { type Harness, startHarness } from '../harness.ts';

/** An origin that answers with its name and the path that it got. */
const origin = (name: string): Site => ({
  key: `endpoint:${name}`,
  title: name,
  kind: 'endpoint',
  hosts: [`${name}.example.com`],
  public: false,
  handle: async ({ path }) => ({ status: 200, headers: [], body: Buffer.from(`${name} ${path}`) }),
});
const origins: Service = {
  name: 'origins',
  supports: {},
  start: async () => ({
    deploy: async () => {},
    sites: () => ['site', 'api', 'edge'].map(origin),
    close: async () => {},
  }),
};
const methods = { ViewerProtocolPolicy: 'allow-all', CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' };
const resources = {
  Web: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        Origins: ['site', 'api', 'edge'].map((Id) => ({
          Id,
          DomainName: `${Id}.example.com`,
          CustomOriginConfig: {},
        })),
        CacheBehaviors: [
          { PathPattern: '/api/*', TargetOriginId: 'api', ...methods },
          { PathPattern: '_edge/*', TargetOriginId: 'edge', ...methods },
        ],
        DefaultCacheBehavior: { TargetOriginId: 'site', ...methods },
      },
    },
  },
};

let cloud: Harness;
let listeners: Listeners;
const urls = new Map<string, string>();
beforeAll(async () => {
  cloud = await startHarness({ services: [cloudfront, origins], resources });
  listeners = createListeners({ firstPort: 0, rtt: 0, hosts: [], trace: cloud.cloud.trace, urls });
  await listeners.update(cloud.sites());
});
afterAll(async () => {
  await listeners.close();
  await cloud.close();
});

/** Sends a path that `fetch` would have normalised itself. */
async function get(path: string): Promise<string> {
  const [url] = [...urls].find(([key]) => key.startsWith('distribution:'))!.slice(1);
  const { hostname, port } = new URL(url!);
  const asked = send({ hostname, port, path, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return text(answer);
}

describe('the behaviour of a path', () => {
  it.each([
    ['/_edge/x', 'edge'],
    ['/_edge/../index.html', 'site'],
    ['/x/../api/orders', 'api'],
    ['/x/./../api/./orders', 'api'],
    ['/../../api/orders', 'api'],
    ['/api/..', 'site'],
    ['/api/.', 'api'],
    ['/api/orders/..', 'api'],
    ['/api/...', 'api'],
    ['/_edge/%2e%2E/api/orders', 'api'],
    ['/%61pi/orders', 'api'],
    ['/api%2Forders', 'site'],
    ['/%zz/../api/orders', 'api'],
    ['/x/..//api/orders', 'api'],
    ['/api//../x', 'site'],
  ])('%s leads to %s', async (path, name) => {
    expect(await get(path)).toBe(`${name} ${path}`);
  });
});
