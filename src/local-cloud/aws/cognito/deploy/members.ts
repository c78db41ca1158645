import type { Properties, Resource } from '../../../contract.ts';
import { attributesOf } from '../input.ts';
import { settingsOf } from '../pools/groups.ts';
import type { Pool, Room } from '../types.ts';
import { newUser } from '../users/create.ts';
import { findUser } from '../users/find.ts';
import { generatePassword, setPassword } from '../users/password.ts';

const ofPool = ({ cloud }: Room, { id }: Pool, type: string): Resource[] =>
  cloud.model.byType(type).filter(({ properties }) => properties.UserPoolId === id);

/** Groups of the templates; those made by calls stay. */
export function deployGroups(room: Room, pool: Pool): void {
  const wanted = new Map(
    ofPool(room, pool, 'AWS::Cognito::UserPoolGroup').map((resource) => [resource.ref, resource.properties]),
  );
  for (const { name, fromTemplate } of pool.groups.values()) {
    if (fromTemplate && !wanted.has(name)) pool.groups.delete(name);
  }
  const now = room.clock.now();
  for (const [name, properties] of wanted) {
    const createdAt = pool.groups.get(name)?.createdAt ?? now;
    pool.groups.set(name, {
      ...settingsOf(properties),
      name,
      createdAt,
      modifiedAt: now,
      fromTemplate: true,
    });
  }
}

export function deployResourceServers(room: Room, pool: Pool): void {
  for (const { identifier, fromTemplate } of pool.resourceServers.values()) {
    if (fromTemplate) pool.resourceServers.delete(identifier);
  }
  for (const { properties } of ofPool(room, pool, 'AWS::Cognito::UserPoolResourceServer')) {
    const { Identifier, Name, Scopes = [] }: Properties = properties;
    const identifier = String(Identifier);
    pool.resourceServers.set(identifier, {
      identifier,
      name: String(Name),
      scopes: Scopes,
      fromTemplate: true,
    });
  }
}

/**
 * Users of the templates with their groups, as CloudFormation makes them: with a temporary password that only a message
 * would tell. Users who are there already stay as they are.
 */
export function deployUsers(room: Room, pool: Pool): void {
  for (const { properties, ref } of ofPool(room, pool, 'AWS::Cognito::UserPoolUser')) {
    const name = String(properties.Username ?? ref);
    if (findUser(pool, name)) continue;
    const user = newUser(room, pool, name, attributesOf(properties), 'FORCE_CHANGE_PASSWORD');
    setPassword(pool, user, generatePassword(pool), room.clock.now());
    pool.users.set(user.username, user);
  }
  for (const { properties } of ofPool(room, pool, 'AWS::Cognito::UserPoolUserToGroupAttachment')) {
    const user = findUser(pool, String(properties.Username));
    const group = String(properties.GroupName);
    if (user && pool.groups.has(group) && !user.groups.includes(group)) user.groups.push(group);
  }
}
