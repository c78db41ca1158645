import { createSign, generateKeyPairSync } from 'node:crypto';
import type { Service } from '../../../src/local-cloud/contract.ts';

/** A token issuer of the local cloud: a site with a key set, and tokens signed by its key. */
export interface Issuer {
  service: Service;
  issuer: string;
  /** How often the key set was asked for. */
  asked(): number;
  token(claims: object, header?: object): string;
  /** Changes the key, as a user pool does on a reset. */
  rotate(): void;
}

export function issuerAt(issuer: string): Issuer {
  const { hostname, pathname } = new URL(issuer);
  let keyNumber = 0;
  let pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let asked = 0;
  const json = (status: number, document: unknown) => ({
    status,
    headers: [['content-type', 'application/json']] as [string, string][],
    body: Buffer.from(JSON.stringify(document)),
  });
  return {
    issuer,
    asked: () => asked,
    rotate: () => {
      keyNumber++;
      pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    },
    token: (claims, header = {}) => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const input = `${part({ alg: 'RS256', kid: `key-${keyNumber}`, ...header })}.${part({ iss: issuer, ...claims })}`;
      return `${input}.${createSign('RSA-SHA256').update(input).sign(pair.privateKey, 'base64url')}`;
    },
    service: {
      name: 'issuer',
      supports: {},
      start: async () => ({
        deploy: async () => undefined,
        close: async () => undefined,
        sites: () => [
          {
            key: 'issuer',
            title: 'issuer',
            kind: 'login' as const,
            hosts: [hostname],
            handle: async (request) => {
              if (request.path !== `${pathname.replace(/\/$/, '')}/.well-known/jwks.json`)
                return json(404, {});
              asked++;
              const jwk = pair.publicKey.export({ format: 'jwk' });
              return json(200, {
                keys: [{ ...jwk, kid: `key-${keyNumber}`, alg: 'RS256', use: 'sig' }, { kty: 'EC' }],
              });
            },
          },
        ],
      }),
    },
  };
}
