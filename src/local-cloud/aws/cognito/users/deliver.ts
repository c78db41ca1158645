import type { Properties } from '../../../contract.ts';
import { type Call, runTrigger } from '../triggers.ts';
import type { Pool, Room, User } from '../types.ts';

/** Sources of the custom message trigger, which are also the occasions of messages. */
export type Occasion =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'AdminCreateUser'
  | 'Authentication';

export interface Delivery {
  occasion: Occasion;
  /** `email` or `phone_number`. */
  attribute: string;
  /** A code, or a temporary password. */
  code: string;
  /** Where to, when it is not yet the user's attribute. */
  address?: string;
}

export interface CodeDeliveryDetails {
  AttributeName: string;
  DeliveryMedium: 'EMAIL' | 'SMS';
  Destination: string;
}

const kept = 50;

/** "Sends" a message: it appears in the trace as mail, with the code, and on the console page. */
export async function deliver(
  room: Room,
  pool: Pool,
  user: User,
  delivery: Delivery,
  call: Call,
): Promise<CodeDeliveryDetails> {
  const { attribute, code } = delivery;
  const to = delivery.address ?? user.attributes[attribute] ?? '';
  const custom = await runTrigger(room, pool, call, {
    name: 'CustomMessage',
    source: `CustomMessage_${delivery.occasion}`,
    user,
    request: {
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: delivery.occasion === 'AdminCreateUser' ? '{username}' : null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const { subject, text } = messageOf(pool, delivery, custom ?? {});
  const name = user.attributes.email ?? user.username;
  const link = confirmationLink(room, pool, user, call.clientId, code);
  const filled = text
    .replaceAll('{####}', code)
    .replaceAll('{username}', name)
    .replace(/\{##(.*?)##\}/g, (_, label) => `${label}: ${link}`);
  const sms = attribute === 'phone_number';
  room.outbox.push({ at: room.clock.now(), pool: pool.name, to, subject, text: filled, code });
  if (room.outbox.length > kept) room.outbox.shift();
  room.cloud.trace({
    traceId: call.traceId ?? '',
    kind: 'mail',
    source: pool.name,
    text: `to ${to}: ${sms ? '' : `${subject}: `}${filled}`,
    detail: { to, subject: sms ? undefined : subject, text: filled, code, userPoolId: pool.id },
  });
  return deliveryDetails(attribute, to);
}

export const deliveryDetails = (attribute: string, address: string): CodeDeliveryDetails => ({
  AttributeName: attribute,
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  Destination: masked(address),
});

/** `a***@e***` and `+*******1234`, as the service hides addresses. */
export function masked(address: string): string {
  const at = address.indexOf('@');
  if (at < 0) return `+*******${address.slice(-4)}`;
  return `${address[0]}***@${address[at + 1]}***`;
}

function messageOf({ settings }: Pool, { occasion, attribute }: Delivery, custom: Properties) {
  const verification: Properties = settings.VerificationMessageTemplate ?? {};
  const invitation: Properties = settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  if (attribute === 'phone_number') {
    const text =
      occasion === 'AdminCreateUser'
        ? (invitation.SMSMessage ?? 'Your username is {username} and temporary password is {####}.')
        : occasion === 'Authentication'
          ? (settings.SmsAuthenticationMessage ?? 'Your authentication code is {####}.')
          : (verification.SmsMessage ??
            settings.SmsVerificationMessage ??
            'Your verification code is {####}.');
    return { subject: '', text: String(custom.smsMessage || text) };
  }
  const isLink = verification.DefaultEmailOption === 'CONFIRM_WITH_LINK' && /SignUp|Resend/.test(occasion);
  const [subject, text] =
    occasion === 'AdminCreateUser'
      ? [
          invitation.EmailSubject ?? 'Your temporary password',
          invitation.EmailMessage ?? 'Your username is {username} and temporary password is {####}.',
        ]
      : isLink
        ? [
            verification.EmailSubjectByLink ?? 'Your verification link',
            verification.EmailMessageByLink ??
              'Please click the link below to verify your email address. {##Verify Email##}',
          ]
        : [
            verification.EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
            verification.EmailMessage ??
              settings.EmailVerificationMessage ??
              'Your confirmation code is {####}',
          ];
  return { subject: String(custom.emailSubject || subject), text: String(custom.emailMessage || text) };
}

/** The link that confirms a sign-up at the hosted login, under its local address where it has one. */
function confirmationLink({ cloud, domains }: Room, pool: Pool, user: User, clientId: string, code: string) {
  const domain = domains.find(({ poolId }) => poolId === pool.id);
  if (!domain) return code;
  const query = new URLSearchParams({
    client_id: clientId,
    user_name: user.username,
    confirmation_code: code,
  });
  return `${cloud.localUrl(domain.key) ?? `https://${domain.host}`}/confirmUser?${query}`;
}
