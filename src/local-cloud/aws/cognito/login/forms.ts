import { AwsError } from '../../../aws-error.ts';
import type { HttpResponse } from '../../../contract.ts';
import { challengeAt, openChallenge } from '../auth/challenge-store.ts';
import { enableFactor, verifySoftwareToken } from '../auth/mfa.ts';
import { answerChallenge } from '../auth/respond.ts';
import { afterPassword, beforeSignIn, type ChallengeAnswer, type SignIn } from '../auth/sign-in.ts';
import { newTotpSecret } from '../auth/totp.ts';
import { noSuchUser, wrongPassword } from '../errors.ts';
import { findUser } from '../users/find.ts';
import { hasPassword } from '../users/password.ts';
import { confirmForgotPassword, forgotPassword } from '../users/recover.ts';
import { confirmSignUp, signUp } from '../users/sign-up.ts';
import type { Authorization } from './authorization.ts';
import { type Browsers, rememberBrowser } from './browser.ts';
import { type CodeGrants, grant } from './codes.ts';
import { redirect, withQuery } from './exchange.ts';
import {
  challengePage,
  confirmPage,
  forgotPage,
  loginPage,
  type PageContext,
  resetPage,
  signUpAttributes,
  signUpPage,
} from './pages.ts';

/** A form of a page that belongs to a checked request for authorization. */
export interface FormContext extends PageContext {
  authorization: Authorization;
  codes: CodeGrants;
  browsers: Browsers;
}

type Handler = (context: FormContext) => Promise<HttpResponse>;

/** What each form does; a fault of the service shows on the page again. */
export const forms: Readonly<Record<string, Handler>> = {
  '/login': (context) => onFault(signIn, (problem) => loginPage(context, { problem }))(context),
  '/challenge': answer,
  '/signup': (context) => onFault(register, (problem) => signUpPage(context, { problem }))(context),
  '/confirm': (context) =>
    onFault(confirm, (problem) => confirmPage(context, field(context, 'username'), { problem }))(context),
  '/forgotPassword': (context) => onFault(forgot, (problem) => forgotPage(context, { problem }))(context),
  '/confirmForgotPassword': (context) =>
    onFault(reset, (problem) => resetPage(context, field(context, 'username'), { problem }))(context),
};

const field = ({ request }: PageContext, name: string) => request.form.get(name) ?? '';

const onFault =
  (handler: Handler, again: (problem: string) => HttpResponse): Handler =>
  async (context) => {
    try {
      return await handler(context);
    } catch (error) {
      if (error instanceof AwsError) return again(error.message);
      throw error;
    }
  };

const callOf = ({ authorization, request }: FormContext) => ({
  clientId: authorization.client.id,
  traceId: request.traceId,
  metadata: {},
});

/** What a completed sign-in gives here: the way back to the application and a cookie. */
const completing =
  ({ room, pool, authorization, codes, browsers }: FormContext): SignIn['complete'] =>
  ({ user, call }) => {
    const cookie = rememberBrowser(room, browsers, pool, user);
    const authenticatedAt = room.clock.now();
    return grant(room, codes, authorization, { pool, user, authenticatedAt, call }, cookie);
  };

async function signIn(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization, request } = context;
  const username = field(context, 'username');
  const user = findUser(pool, username);
  const { client } = authorization;
  if (!user) throw wrongPassword();
  const attempt: SignIn = { room, pool, client, user, call: callOf(context), complete: completing(context) };
  await beforeSignIn(attempt);
  if (!hasPassword(pool, user, field(context, 'password'))) throw wrongPassword();
  if (user.status === 'UNCONFIRMED') {
    return redirect(withQuery(`/confirm?${request.rawQuery}`, { username }));
  }
  return step(context, await afterPassword(attempt));
}

/** The next page: of another step, or what the sign-in ended with. */
function step(context: FormContext, outcome: unknown): HttpResponse {
  const next = outcome as Partial<ChallengeAnswer> | HttpResponse;
  if (!('ChallengeName' in next)) return next as HttpResponse;
  const challenge = next as ChallengeAnswer;
  if (challenge.ChallengeName !== 'MFA_SETUP') return challengePage(context, challenge);
  const { room, pool } = context;
  const pending = challengeAt(room, challenge.Session, context.authorization.client, 'MFA_SETUP');
  const user = pool.users.get(pending.username);
  if (!user) throw noSuchUser();
  user.mfa.pendingSecret = newTotpSecret();
  return challengePage(context, challenge, { secret: user.mfa.pendingSecret });
}

async function answer(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization, request } = context;
  const [name, session] = [field(context, 'challenge'), field(context, 'session')];
  const { client } = authorization;
  const answering = { room, pool, client, call: callOf(context), complete: completing(context) };
  try {
    if (name === 'MFA_SETUP') return step(context, await setUpApp(context, answering, session));
    const answers = { ...Object.fromEntries(request.form), [`${name}_CODE`]: field(context, 'code') };
    return step(context, await answerChallenge(answering, name, session, answers));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const stands = room.challenges.get(session);
    if (!stands || stands.used) return loginPage(context, { problem: error.message });
    const parameters = { requiredAttributes: '[]', MFAS_CAN_CHOOSE: '[]' };
    const secret = name === 'MFA_SETUP' ? pool.users.get(stands.username)?.mfa.pendingSecret : undefined;
    const again = { ChallengeName: name, Session: session, ChallengeParameters: parameters };
    return challengePage(context, again, { problem: error.message, secret });
  }
}

async function setUpApp(
  { room, pool, request, authorization: { client } }: FormContext,
  answering: Parameters<typeof answerChallenge>[0],
  session: string,
) {
  const pending = challengeAt(room, session, client, 'MFA_SETUP');
  const user = pool.users.get(pending.username);
  if (!user) throw noSuchUser();
  verifySoftwareToken(room, user, request.form.get('code') ?? '');
  enableFactor(user, 'SOFTWARE_TOKEN_MFA', true);
  pending.used = true;
  const { username } = user;
  const done = openChallenge(room, { name: 'MFA_SETUP_DONE', pool, client, username });
  return answerChallenge(answering, 'MFA_SETUP', done, {});
}

async function register(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization, request } = context;
  const username = field(context, 'username');
  const attributes = Object.fromEntries(
    signUpAttributes(pool).flatMap((name) => {
      const value = field(context, `attributes.${name}`);
      return value === '' ? [] : [[name, value]];
    }),
  );
  const password = field(context, 'password');
  const { user } = await signUp(room, pool, authorization.client, callOf(context), {
    username,
    password,
    attributes,
  });
  if (user.status === 'CONFIRMED') return redirect(`/login?${request.rawQuery}`);
  return redirect(withQuery(`/confirm?${request.rawQuery}`, { username }));
}

async function confirm(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization, request } = context;
  const username = field(context, 'username');
  const code = field(context, 'code');
  const answered = { username, code, forceAlias: false };
  await confirmSignUp(room, pool, authorization.client, callOf(context), answered);
  const query = new URLSearchParams(request.rawQuery);
  query.delete('username');
  return redirect(`/login?${query}`);
}

async function forgot(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization } = context;
  const username = field(context, 'username');
  const { Destination } = await forgotPassword(room, pool, authorization.client, callOf(context), username);
  return resetPage(context, username, { notice: `A code was sent to ${Destination}.` });
}

async function reset(context: FormContext): Promise<HttpResponse> {
  const { room, pool, authorization } = context;
  const [username, code] = [field(context, 'username'), field(context, 'code')];
  const password = field(context, 'password');
  const given = { username, code, password };
  await confirmForgotPassword(room, pool, authorization.client, callOf(context), given);
  return loginPage(context, { notice: 'The password is changed. Sign in with the new one.' });
}
