import type { HttpResponse } from '../../../contract.ts';
import type { ChallengeAnswer } from '../auth/sign-in.ts';
import { isTrue } from '../input.ts';
import type { Client, Pool, Room } from '../types.ts';
import { requiredAttributes, standardAttributes } from '../users/schema.ts';
import { csrfToken } from './browser.ts';
import { type Headers, type LoginRequest, page } from './exchange.ts';
import { document, escapeHtml, type Field, form, link, type PageParts } from './html.ts';

/** What a page is made for. */
export interface PageContext {
  room: Room;
  pool: Pool;
  request: LoginRequest;
}

export interface Said {
  problem?: string;
  notice?: string;
}

interface FormPage extends Said {
  title: string;
  /** Path of the form; the query of the request goes along. */
  path: string;
  fields: Field[];
  button: string;
  hidden?: Record<string, string>;
  before?: string;
  after?: string;
  headers?: Headers;
}

function formPage({ room, pool, request }: PageContext, parts: FormPage): HttpResponse {
  const csrf = csrfToken(room, pool, request);
  const { title, problem, notice, before = '', after = '', path, fields, button, hidden } = parts;
  const action = `${path}?${request.rawQuery}`;
  const content = `${before}${form({ action, csrf: csrf.token, hidden, fields, button })}${after}`;
  return show({ title, problem, notice, content }, [...csrf.headers, ...(parts.headers ?? [])]);
}

const show = (parts: PageParts, headers: Headers = []) =>
  page(document(parts), parts.problem ? 400 : 200, headers);

/** The label of what signs in: the kinds of names that the pool takes. */
function nameField({ settings }: Pool, value?: string): Field {
  const kinds: string[] = settings.UsernameAttributes ?? [];
  const label =
    kinds.length === 0
      ? 'Username'
      : kinds.map((kind) => (kind === 'email' ? 'Email address' : 'Phone number')).join(' or ');
  return { name: 'username', label, autocomplete: 'username', value };
}

const passwordField = (name: string, label: string, isNew = false): Field => ({
  name,
  label,
  type: 'password',
  autocomplete: isNew ? 'new-password' : 'current-password',
});

const codeField: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code', numeric: true };

export function loginPage(context: PageContext, said: Said = {}): HttpResponse {
  const { pool, request } = context;
  const closed = isTrue(pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly);
  const query = request.rawQuery;
  return formPage(context, {
    ...said,
    title: 'Sign in',
    path: '/login',
    fields: [
      nameField(pool, request.form.get('username') ?? request.query.get('login_hint') ?? ''),
      passwordField('password', 'Password'),
    ],
    button: 'Sign in',
    after:
      link(`/forgotPassword?${query}`, 'Forgot your password?') +
      (closed ? '' : link(`/signup?${query}`, 'Create an account')),
  });
}

export function signUpPage(context: PageContext, said: Said = {}): HttpResponse {
  const { pool, request } = context;
  return formPage(context, {
    ...said,
    title: 'Create an account',
    path: '/signup',
    fields: [
      nameField(pool, request.form.get('username') ?? ''),
      ...signUpAttributes(pool).map(
        (name): Field => ({
          name: `attributes.${name}`,
          label: name.replace(/^custom:/, '').replaceAll('_', ' '),
          type: name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text',
          autocomplete: name === 'email' ? 'email' : 'off',
          value: request.form.get(`attributes.${name}`) ?? '',
        }),
      ),
      passwordField('password', 'Password', true),
    ],
    button: 'Create account',
    after: link(`/login?${request.rawQuery}`, 'Sign in instead'),
  });
}

/** Attributes that sign-up asks for: the required ones and those that a code is sent to, without the user name itself. */
export function signUpAttributes(pool: Pool): string[] {
  const names: string[] = pool.settings.UsernameAttributes ?? [];
  const asked = [...requiredAttributes(pool), ...(pool.settings.AutoVerifiedAttributes ?? [])];
  return [...new Set<string>(asked)].filter((name) =>
    names.length === 1 ? name !== names[0] : (standardAttributes as readonly string[]).includes(name),
  );
}

export function confirmPage(context: PageContext, username: string, said: Said = {}): HttpResponse {
  return formPage(context, {
    ...said,
    title: 'Confirm your account',
    path: '/confirm',
    hidden: { username },
    fields: [codeField],
    button: 'Confirm',
    before: '<p>The code of the message is on the console page of the local cloud.</p>',
  });
}

export function forgotPage(context: PageContext, said: Said = {}): HttpResponse {
  const fields = [nameField(context.pool, context.request.form.get('username') ?? '')];
  return formPage(context, {
    ...said,
    title: 'Forgot your password?',
    path: '/forgotPassword',
    fields,
    button: 'Send a code',
  });
}

export function resetPage(context: PageContext, username: string, said: Said = {}): HttpResponse {
  return formPage(context, {
    ...said,
    title: 'Choose a new password',
    path: '/confirmForgotPassword',
    hidden: { username },
    fields: [codeField, passwordField('password', 'New password', true)],
    button: 'Change password',
  });
}

/** The page of a step between password and tokens. */
export function challengePage(
  context: PageContext,
  { ChallengeName: name, Session: session, ChallengeParameters: parameters }: ChallengeAnswer,
  more: Said & { secret?: string } = {},
): HttpResponse {
  const { secret, ...said } = more;
  const base = { ...said, path: '/challenge', hidden: { challenge: name, session } };
  if (name === 'NEW_PASSWORD_REQUIRED') {
    const missing: string[] = JSON.parse(parameters.requiredAttributes ?? '[]');
    const fields = missing.map((key): Field => ({ name: key, label: key.replace('userAttributes.', '') }));
    fields.push(passwordField('NEW_PASSWORD', 'New password', true));
    return formPage(context, { ...base, title: 'Change your password', fields, button: 'Change password' });
  }
  if (name === 'SELECT_MFA_TYPE') {
    const label = `Second factor: ${(JSON.parse(parameters.MFAS_CAN_CHOOSE ?? '[]') as string[]).join(' or ')}`;
    return formPage(context, {
      ...base,
      title: 'Choose a second factor',
      fields: [{ name: 'ANSWER', label }],
      button: 'Continue',
    });
  }
  const before = secret
    ? `<p>Add this key to your authenticator app, then enter the code that it shows.</p><p><code>${escapeHtml(secret)}</code></p>`
    : '';
  const title = name === 'MFA_SETUP' ? 'Set up an authenticator app' : 'Enter your code';
  return formPage(context, { ...base, title, before, fields: [codeField], button: 'Continue' });
}

/** What went wrong, as the error page of the login; with the remedy where there is one. */
export function problemPage(query: URLSearchParams, client: Client | undefined): HttpResponse {
  const error = query.get('error') ?? 'unknown error';
  const registered: string[] = client?.settings.CallbackURLs ?? [];
  const remedy =
    error === 'redirect_mismatch'
      ? `<p>The address is none of the app client's CallbackURLs (or LogoutURLs):</p><ul>${registered.map((uri) => `<li><code>${escapeHtml(uri)}</code></li>`).join('')}</ul>`
      : '';
  return show({
    title: 'Error',
    problem: `An error was encountered with the requested page. ${error}`,
    content: remedy,
  });
}

/**
 * What managed login shows for a client without a style, which one that is made by CloudFormation or the API does not have
 * by itself (developer guide, "Apply branding to managed login pages"; API reference, CreateManagedLoginBranding).
 */
export function unavailablePage({ id, name }: Client): HttpResponse {
  const said = document({
    title: 'Login pages unavailable',
    problem: 'Login pages unavailable. Please contact an administrator.',
    content: `<p>The app client <code>${escapeHtml(name)}</code> (<code>${escapeHtml(id)}</code>) has no style, which managed login needs: give it an <code>AWS::Cognito::ManagedLoginBranding</code>.</p>`,
  });
  return page(said, 403);
}

/** The first page of the site, for people who open its address: a sign-in for each client and address. */
export function startPage({ room, pool }: PageContext): HttpResponse {
  const entries = [...room.clients.values()]
    .filter(({ poolId, settings }) => poolId === pool.id && settings.CallbackURLs?.length > 0)
    .flatMap(({ id, name, settings }) =>
      settings.CallbackURLs.map((uri: string) => {
        const query = new URLSearchParams({ client_id: id, response_type: 'code', redirect_uri: uri });
        return link(`/login?${query}`, `Sign in to ${name}, then ${uri}`);
      }),
    );
  return show({ title: pool.name, content: entries.join('') || '<p>No app client uses this login.</p>' });
}

export const donePage = (title: string, notice: string): HttpResponse => show({ title, notice, content: '' });
