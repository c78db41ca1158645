import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

/** A key of a pool with its id. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** ID tokens and access tokens are signed by keys of their own (developer guide, "Verifying JSON web tokens"). */
export interface PoolKeys {
  id: SigningKey;
  access: SigningKey;
}

/** The form in which keys are kept on disk: PKCS #8 in PEM. */
export type StoredKeys = Record<keyof PoolKeys, { kid: string; pem: string }>;

/** Keys made when first asked for, once per pool. */
export interface SigningKeySet {
  get(): Promise<PoolKeys>;
  /** For disk; `undefined` as long as nobody asked for keys. */
  stored(): StoredKeys | undefined;
}

const generate = promisify(generateKeyPair);

export function signingKeySet(known?: StoredKeys): SigningKeySet {
  let keys: Promise<PoolKeys> | undefined;
  let stored = known;
  const make = async (): Promise<PoolKeys> => {
    const [id, access] = await Promise.all([key(known?.id), key(known?.access)]);
    stored = { id: store(id), access: store(access) };
    return { id, access };
  };
  return {
    get: () => {
      keys ??= make();
      return keys;
    },
    stored: () => stored,
  };
}

async function key(known: StoredKeys['id'] | undefined): Promise<SigningKey> {
  const privateKey = known
    ? createPrivateKey(known.pem)
    : (await generate('rsa', { modulusLength: 2048 })).privateKey;
  const kid = known?.kid ?? randomBytes(32).toString('base64');
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}

const store = ({ kid, privateKey }: SigningKey) => ({
  kid,
  pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});

/** The JSON web key set of a pool, as under `/.well-known/jwks.json`. */
export function jwks({ id, access }: PoolKeys): { keys: JsonWebKey[] } {
  return {
    keys: [id, access].map(({ kid, publicKey }) => {
      const { e, n } = publicKey.export({ format: 'jwk' });
      return { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' };
    }),
  };
}
