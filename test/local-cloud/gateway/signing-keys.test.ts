import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AwsRequest, Cloud } from '../../../src/local-cloud/contract.ts';
import { signingKeys } from '../../../src/local-cloud/gateway/authorizers/signing-keys.ts';
import { handWritten, resource } from '../harness.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pool = 'eu-west-1_abc';
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;

/** A cloud whose Cognito room answers on the AWS endpoint and has no site. */
function cloudWith(answer: (request: AwsRequest) => { status: number; body: string }) {
  const asked: string[] = [];
  const notices: string[] = [];
  const cloud = {
    model: handWritten([resource({ type: 'AWS::Cognito::UserPool', logicalId: 'Pool', ref: pool })]),
    fetch: () => undefined,
    aws: async (request: AwsRequest) => {
      asked.push(request.path);
      return answer(request);
    },
    trace: ({ text }: { text: string }) => notices.push(text),
  } as unknown as Cloud;
  return { cloud, asked, notices };
}

const keySet = JSON.stringify({
  keys: [
    { ...publicKey.export({ format: 'jwk' }), kid: 'one' },
    { kty: 'RSA', kid: 'bad' },
  ],
});
const serve = ({ path }: AwsRequest) =>
  path.endsWith('jwks.json') ? { status: 200, body: keySet } : { status: 404, body: '{}' };

it('asks the room of a user pool, and keeps the keys for two hours', async () => {
  const { cloud, asked } = cloudWith(serve);
  const clock = { now: 0 };
  const keys = signingKeys(cloud, () => clock.now);
  expect((await keys.find(issuer, 'one'))?.asymmetricKeyType).toBe('rsa');
  expect(asked).toEqual([`/${pool}/.well-known/openid-configuration`, `/${pool}/.well-known/jwks.json`]);
  await keys.find(issuer, 'one');
  expect(asked).toHaveLength(2);
  clock.now += 2 * 3_600_000 + 1;
  await keys.find(issuer, 'one');
  expect(asked).toHaveLength(4);
  expect(await keys.find(issuer, 'bad')).toBeUndefined();
});

it('says so when the keys cannot be had', async () => {
  const { cloud, notices } = cloudWith(() => ({ status: 500, body: 'no JSON' }));
  const keys = signingKeys(cloud, () => 0);
  expect(await keys.find(issuer, 'one')).toBeUndefined();
  expect(notices).toEqual([
    expect.stringMatching(/^The signing keys of https:.* are out of reach \(it answered 500\)/),
  ]);
});
