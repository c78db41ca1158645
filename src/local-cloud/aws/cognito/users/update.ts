import { aliasExists } from '../errors.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room, User } from '../types.ts';
import { issueCode } from './codes.ts';
import { type CodeDeliveryDetails, deliver } from './deliver.ts';
import { aliasOwner, signInAttributes } from './find.ts';
import { checkAttributes, checkMutable, checkWritable } from './schema.ts';

/** Attributes that a code can verify. */
const verifiable = ['email', 'phone_number'];

/**
 * Changes attributes. A new address is unverified and gets a code where the pool verifies it by itself; where the pool
 * wants it verified first, the old one stays until then (developer guide, "Verifying updates to email addresses and phone
 * numbers", 2026).
 * @throws AwsError InvalidParameterException, NotAuthorizedException, AliasExistsException
 */
export async function updateAttributes(
  room: Room,
  pool: Pool,
  user: User,
  attributes: Record<string, string>,
  call: Call,
  /** The client that asks; none for an administrator. */
  client?: Client,
): Promise<CodeDeliveryDetails[]> {
  if (client) checkWritable(client, Object.keys(attributes));
  checkAttributes(pool, attributes);
  checkMutable(pool, attributes, user.attributes);
  checkFree(pool, user, attributes);
  const before = { ...user.attributes };
  const deliveries: CodeDeliveryDetails[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === '') delete user.attributes[name];
    else user.attributes[name] = value;
  }
  for (const name of verifiable) {
    const value = attributes[name];
    if (!value || value === before[name] || attributes[`${name}_verified`] === 'true') continue;
    const { AutoVerifiedAttributes: auto = [], UserAttributeUpdateSettings: update } = pool.settings;
    const first =
      update?.AttributesRequireVerificationBeforeUpdate?.includes(name) && before[name] !== undefined;
    if (first) user.attributes[name] = before[name]!;
    else user.attributes[`${name}_verified`] = 'false';
    if (!auto.includes(name)) continue;
    const code = issueCode(room, user, `attribute:${name}`, first ? value : undefined);
    const delivery = { occasion: 'UpdateUserAttribute', attribute: name, code, address: value } as const;
    deliveries.push(await deliver(room, pool, user, delivery, call));
  }
  user.modifiedAt = room.clock.now();
  return deliveries;
}

/** An address that signs another user in cannot be taken. */
function checkFree(pool: Pool, user: User, attributes: Record<string, string>): void {
  for (const name of signInAttributes(pool)) {
    const value = attributes[name];
    const owner = value ? aliasOwner(pool, name, value) : undefined;
    if (owner && owner !== user) throw aliasExists(name);
  }
}
