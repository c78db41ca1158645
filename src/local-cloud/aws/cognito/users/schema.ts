import type { Properties } from '../../../contract.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { isTrue } from '../input.ts';
import type { Client, Pool } from '../types.ts';
import { isEmail, isPhoneNumber } from './find.ts';

/** Standard attributes of OpenID Connect that every pool has (developer guide, "Working with user attributes", 2026). */
export const standardAttributes = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const;

const verification = ['email_verified', 'phone_number_verified'];

interface AttributeRule {
  type: string;
  mutable: boolean;
  required: boolean;
  min?: number;
  max?: number;
}

/** The rule of an attribute; `undefined` when the pool has no such attribute. */
export function ruleOf({ settings }: Pool, name: string): AttributeRule | undefined {
  const own: Properties | undefined = (settings.Schema ?? []).find(
    ({ Name }: Properties) => name === Name || name === `custom:${Name}` || name === `dev:${Name}`,
  );
  if (verification.includes(name)) return { type: 'Boolean', mutable: true, required: false };
  const isStandard = (standardAttributes as readonly string[]).includes(name);
  if (!own) return isStandard ? { type: 'String', mutable: true, required: false } : undefined;
  if (!isStandard && !name.includes(':')) return undefined;
  const limits = { ...own.StringAttributeConstraints, ...own.NumberAttributeConstraints };
  return {
    type: own.AttributeDataType ?? 'String',
    // Left out, a custom attribute cannot change and a standard one can (CDK's README on custom attributes, 2026).
    mutable: own.Mutable === undefined ? isStandard : isTrue(own.Mutable),
    required: isTrue(own.Required),
    min: numberOf(limits.MinLength ?? limits.MinValue),
    max: numberOf(limits.MaxLength ?? limits.MaxValue),
  };
}

const numberOf = (value: unknown) => (value === undefined ? undefined : Number(value));

/**
 * Checks attributes against the schema of the pool.
 * @throws AwsError InvalidParameterException
 */
export function checkAttributes(pool: Pool, attributes: Record<string, string>): void {
  if ('sub' in attributes) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  for (const [name, value] of Object.entries(attributes)) {
    const rule = ruleOf(pool, name);
    if (!rule) throw schemaFault(`Type for attribute {${name}} could not be determined`);
    const fault = faultOf(rule, value);
    if (fault) throw schemaFault(`${name}: ${fault}\n`);
  }
  const { email, phone_number: phone } = attributes;
  if (email && !isEmail(email)) throw invalidParameter('Invalid email address format.');
  if (phone && !isPhoneNumber(phone)) throw invalidParameter('Invalid phone number format.');
}

/** @throws AwsError InvalidParameterException for each required attribute that a new user lacks */
export function checkRequired(pool: Pool, attributes: Record<string, string>): void {
  const missing = requiredAttributes(pool).filter((name) => !attributes[name]);
  if (missing.length === 0) return;
  throw schemaFault(missing.map((name) => `${name}: The attribute is required\n`).join(''));
}

export const requiredAttributes = ({ settings }: Pool): string[] =>
  (settings.Schema ?? [])
    .filter(({ Required, Name }: Properties) => isTrue(Required) && Name !== 'sub')
    .map(({ Name }: Properties) => String(Name));

/** @throws AwsError InvalidParameterException when an attribute that cannot change would */
export function checkMutable(
  pool: Pool,
  attributes: Record<string, string>,
  before: Record<string, string>,
): void {
  for (const name of Object.keys(attributes)) {
    if (ruleOf(pool, name)?.mutable === false && before[name] !== undefined) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    }
  }
}

/** @throws AwsError NotAuthorizedException when the client may not write one of the attributes */
export function checkWritable({ settings }: Client, names: string[]): void {
  const allowed: string[] | undefined = settings.WriteAttributes;
  const isWritable = (name: string) =>
    !verification.includes(name) && (!allowed?.length || allowed.includes(name));
  if (names.every(isWritable)) return;
  throw notAuthorized('A client attempted to write unauthorized attribute');
}

/** Whether tokens and answers for a client hold an attribute. */
export const isReadable = ({ settings }: Client, name: string): boolean =>
  name === 'sub' || !settings.ReadAttributes?.length || settings.ReadAttributes.includes(name);

const schemaFault = (text: string) => invalidParameter(`Attributes did not conform to the schema: ${text}`);

function faultOf({ type, min, max }: AttributeRule, value: string): string | undefined {
  switch (type) {
    case 'Number': {
      const number = Number(value);
      if (value !== '' && !Number.isFinite(number))
        return 'Attribute does not conform to the schema: not a number.';
      if (min !== undefined && number < min) return `Value must be greater than or equal to ${min}.`;
      if (max !== undefined && number > max) return `Value must be less than or equal to ${max}.`;
      return undefined;
    }
    case 'Boolean':
      return value === 'true' || value === 'false' || value === '' ? undefined : 'Not a boolean.';
    default:
      if (max !== undefined && value.length > max) return `String must be no longer than ${max} characters`;
      if (min !== undefined && value.length < min) return `String must be at least ${min} characters`;
      return value.length > 2048 ? 'String must be no longer than 2048 characters' : undefined;
  }
}
