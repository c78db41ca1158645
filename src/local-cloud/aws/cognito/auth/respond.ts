import { AwsError } from '../../../aws-error.ts';
import type { AwsRequest, Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { authorizeCall } from '../access.ts';
import { invalidParameter, missingParameter, noSuchClient, noSuchUser } from '../errors.ts';
import { mapOf, optionalText, parameterOf, textOf } from '../input.ts';
import { clientAt } from '../store.ts';
import type { Call } from '../triggers.ts';
import type { Challenge, Client, Pool, Room, User } from '../types.ts';
import { isSameText } from '../users/codes.ts';
import { checkPassword, setPassword } from '../users/password.ts';
import { checkAttributes, checkRequired } from '../users/schema.ts';
import { challengeAt } from './challenge-store.ts';
import { checkSecretHash } from './secret-hash.ts';
import { afterPassword, askFactor, complete, enabledFactors, type SignIn } from './sign-in.ts';
import { finishSrp } from './srp-flow.ts';
import { totpStep } from './totp.ts';

/** RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export function respondOperations(room: Room): Operations {
  const respond = (input: Properties, request: AwsRequest) => {
    const { pool, client } = clientAt(room, input);
    if (request.action.startsWith('Admin')) {
      authorizeCall(room, request, pool.arn);
      if (textOf(input, 'UserPoolId') !== pool.id) throw noSuchClient(client.id);
    }
    const name = textOf(input, 'ChallengeName');
    const answers = mapOf(input, 'ChallengeResponses');
    checkSecretHash(client, answers.SECRET_HASH, parameterOf(answers, 'USERNAME'));
    const metadata = mapOf(input, 'ClientMetadata');
    const call: Call = { clientId: client.id, traceId: request.traceId, metadata };
    if (name === 'PASSWORD_VERIFIER') return finishSrp(room, pool, client, call, answers);
    const session = optionalText(input, 'Session');
    if (!session) throw missingParameter('Session');
    return answerChallenge({ room, pool, client, call }, name, session, answers);
  };
  return { RespondToAuthChallenge: respond, AdminRespondToAuthChallenge: respond };
}

export interface Answering {
  room: Room;
  pool: Pool;
  client: Client;
  call: Call;
  complete?: SignIn['complete'];
}

/** Takes the answer to a step of a sign-in and gives the next step or the tokens. */
export async function answerChallenge(
  answering: Answering,
  name: string,
  session: string,
  answers: Record<string, string>,
): Promise<unknown> {
  const { room, pool, client } = answering;
  const waiting = name === 'MFA_SETUP' ? ['MFA_SETUP', 'MFA_SETUP_DONE'] : [name];
  const pending = challengeAt(room, session, client, ...waiting);
  const user = pool.users.get(pending.username);
  if (!user) throw noSuchUser();
  const signIn: SignIn = { ...answering, user };
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED':
      takeNewPassword(signIn, answers);
      pending.used = true;
      return afterPassword(signIn);
    case 'SOFTWARE_TOKEN_MFA':
      takeTotp(room, user, parameterOf(answers, 'SOFTWARE_TOKEN_MFA_CODE'));
      break;
    case 'SMS_MFA':
    case 'EMAIL_OTP':
      takeSentCode(pending, parameterOf(answers, `${name}_CODE`));
      break;
    case 'SELECT_MFA_TYPE':
      pending.used = true;
      return askFactor(signIn, chosenFactor(pool, user, parameterOf(answers, 'ANSWER')));
    case 'MFA_SETUP':
      if (pending.name !== 'MFA_SETUP_DONE') {
        throw invalidParameter('Software token MFA has not been verified for this session.');
      }
      break;
    default:
      throw invalidParameter(`The local cloud does not serve the challenge ${name}.`);
  }
  pending.used = true;
  return complete(signIn);
}

function takeNewPassword({ room, pool, user }: SignIn, answers: Record<string, string>): void {
  const password = parameterOf(answers, 'NEW_PASSWORD');
  checkPassword(pool, password);
  const given = Object.entries(answers).flatMap(([key, value]) =>
    key.startsWith('userAttributes.') ? [[key.slice('userAttributes.'.length), value] as const] : [],
  );
  const attributes = Object.fromEntries(given);
  checkAttributes(pool, attributes);
  checkRequired(pool, { ...user.attributes, ...attributes });
  Object.assign(user.attributes, attributes);
  setPassword(pool, user, password);
  user.status = 'CONFIRMED';
  user.modifiedAt = room.clock.now();
}

/** @throws AwsError CodeMismatchException, ExpiredCodeException */
export function takeTotp({ clock }: Room, user: User, code: string): void {
  const { secret, lastStep } = user.mfa;
  const step = secret === undefined ? undefined : totpStep(secret, code, clock.now());
  if (step === undefined) throw new AwsError('CodeMismatchException', 'Invalid code received for user');
  if (lastStep !== undefined && step <= lastStep) {
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.mfa.lastStep = step;
}

function takeSentCode({ data }: Challenge, code: string): void {
  if (isSameText(data.code ?? '', code)) return;
  throw new AwsError('CodeMismatchException', 'Invalid code or auth state for the user.');
}

function chosenFactor(pool: Pool, { mfa }: User, answer: string) {
  const factor = enabledFactors(pool).find((each) => each === answer && mfa.enabled.includes(each));
  if (!factor) throw invalidParameter(`${answer} is not a factor of the user.`);
  return factor;
}
