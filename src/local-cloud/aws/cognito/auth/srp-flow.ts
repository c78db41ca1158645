import { createHmac, randomBytes } from 'node:crypto';
import { uuid } from '../../../assembly/identifiers.ts';
import { invalidParameter, noSuchUser, notAuthorized, wrongPassword } from '../errors.ts';
import { parameterOf } from '../input.ts';
import { challengeValidity } from '../tokens/validity.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room, User } from '../types.ts';
import { findUser } from '../users/find.ts';
import { hides } from '../users/sign-up.ts';
import type { Initiation } from './flows.ts';
import { checkSecretHash } from './secret-hash.ts';
import { afterPassword, beforeSignIn } from './sign-in.ts';
import { ephemeral, isPublicValue, passwordVerifier, provesPassword } from './srp.ts';

/** First step of USER_SRP_AUTH: salt, the server's public value and a secret block for the client to sign. */
export async function startSrp({ room, pool, client, call, parameters }: Initiation): Promise<unknown> {
  const username = parameterOf(parameters, 'USERNAME');
  const A = parameterOf(parameters, 'SRP_A');
  checkSecretHash(client, parameters.SECRET_HASH, username);
  if (!isPublicValue(A)) throw invalidParameter('SRP_A is not a valid public value.');
  const user = findUser(pool, username);
  if (!user && !hides(client)) throw noSuchUser();
  if (user) await beforeSignIn({ room, pool, client, user, call });
  const { id, salt, verifier } = user?.password
    ? { id: user.username, ...user.password }
    : simulated(room, pool, user?.username ?? username);
  const { b, B } = ephemeral(verifier);
  const secretBlock = randomBytes(1024).toString('base64');
  room.challenges.set(secretBlock, {
    name: 'PASSWORD_VERIFIER',
    poolId: pool.id,
    clientId: client.id,
    username: id,
    expiresAt: room.clock.now() + challengeValidity(client),
    used: false,
    data: { A, b, B, verifier },
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: B,
      USERNAME: id,
      USER_ID_FOR_SRP: id,
    },
  };
}

/**
 * A user who does not exist, or has no password: the same salt and id each time for one name (developer guide, "Managing
 * user existence error responses", 2026).
 */
function simulated({ secret }: Room, pool: Pool, username: string) {
  const seed = createHmac('sha256', secret).update(`${pool.id}/${username}`).digest('hex');
  const { verifier } = passwordVerifier(pool.id, username, seed);
  return { id: uuid(seed), salt: seed.slice(0, 32), verifier };
}

/** Second step: the client's signature shows that it knows the password. */
export async function finishSrp(
  room: Room,
  pool: Pool,
  client: Client,
  call: Call,
  answers: Record<string, string>,
): Promise<unknown> {
  const secretBlock = parameterOf(answers, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = parameterOf(answers, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = parameterOf(answers, 'TIMESTAMP');
  const pending = room.challenges.get(secretBlock);
  room.challenges.delete(secretBlock);
  if (!pending || pending.clientId !== client.id) throw wrongPassword();
  if (pending.expiresAt <= room.clock.now()) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  const { username, data } = pending;
  const { A = '', b = '', B = '', verifier = '' } = data;
  const user: User | undefined = pool.users.get(username);
  const proof = { poolId: pool.id, username, verifier, A, b, B, secretBlock, timestamp, signature };
  if (!provesPassword(proof) || !user) throw wrongPassword();
  return afterPassword({ room, pool, client, user, call });
}
