import { afterAll, beforeAll, expect, it } from 'vitest';
import { cognito } from '../../../src/local-cloud/aws/cognito/service.ts';
import { lambda } from '../../../src/local-cloud/lambda/index.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { type Harness, startHarness } from '../harness.ts';
import { call, codeFolder, functionOf } from './fixture.ts';

const code = codeFolder();
const login = 'https://shop.auth.eu-west-1.amazoncognito.com';
let harness: Harness;
let listeners: Listeners;
beforeAll(async () => {
  harness = await startHarness({
    services: [cognito, lambda],
    resources: {
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Domain: {
        Type: 'AWS::Cognito::UserPoolDomain',
        Properties: { UserPoolId: { Ref: 'Pool' }, Domain: 'shop' },
      },
      caller: functionOf(
        'caller',
        code.write(
          'caller',
          `import https from 'node:https';
          const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
          const url = '${login}/oauth2/token';
          const body = 'grant_type=authorization_code&client_id=none&code=x';
          const byHttps = () => new Promise((resolve, reject) => {
            const request = https.request(url, form, (response) => {
              let text = ''; response.on('data', (d) => { text += d }); response.on('end', () => resolve([response.statusCode, text]));
            });
            request.on('error', reject);
            request.end(body);
          });
          const byFetch = async (...args) => { const response = await fetch(...args); return [response.status, await response.text()]; };
          export const handler = async () => [
            await byHttps(),
            await byFetch(url, { ...form, body }),
            await byFetch(new Request(url, { ...form, body })),
          ];`,
        ),
      ),
    },
  });
  listeners = createListeners({
    firstPort: 0,
    rtt: 0,
    hosts: [],
    trace: harness.cloud.trace,
    urls: harness.urls,
  });
  await listeners.update(harness.sites());
});
afterAll(async () => {
  await listeners.close();
  await harness.close();
  code.dispose();
});

it('a function that calls the hosted login reaches the local one, by https and by fetch', async () => {
  const { value } = await call(harness, 'caller');
  // What the token endpoint says of a client that it does not know.
  const answer = [400, expect.stringContaining('invalid_client')];
  expect(value).toEqual([answer, answer, answer]);
});
