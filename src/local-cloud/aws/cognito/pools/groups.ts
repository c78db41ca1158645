import { AwsError } from '../../../aws-error.ts';
import type { Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { onPool, onUser } from '../access.ts';
import { optionalText, pageOf, seconds, textOf } from '../input.ts';
import { groupAt, groupsOf } from '../store.ts';
import type { Group, Pool, Room } from '../types.ts';
import { describeUser } from '../users/describe.ts';

/** Groups and who is in them. */
export function groupOperations(room: Room): Operations {
  const described = (pool: Pool, group: Group) => ({
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    Precedence: group.precedence,
    RoleArn: group.roleArn,
    CreationDate: seconds(group.createdAt),
    LastModifiedDate: seconds(group.modifiedAt),
  });
  return {
    CreateGroup: onPool(room, (pool, input) => {
      const name = textOf(input, 'GroupName');
      if (pool.groups.has(name)) {
        throw new AwsError('GroupExistsException', 'A group with the name already exists.');
      }
      const now = room.clock.now();
      const group = { ...settingsOf(input), name, createdAt: now, modifiedAt: now, fromTemplate: false };
      pool.groups.set(name, group);
      return { Group: described(pool, group) };
    }),
    GetGroup: onPool(room, (pool, input) => ({
      Group: described(pool, groupAt(pool, textOf(input, 'GroupName'))),
    })),
    UpdateGroup: onPool(room, (pool, input) => {
      const group = groupAt(pool, textOf(input, 'GroupName'));
      Object.assign(group, settingsOf(input), { modifiedAt: room.clock.now() });
      return { Group: described(pool, group) };
    }),
    DeleteGroup: onPool(room, (pool, input) => {
      const { name } = groupAt(pool, textOf(input, 'GroupName'));
      pool.groups.delete(name);
      for (const user of pool.users.values()) user.groups = user.groups.filter((each) => each !== name);
      return {};
    }),
    ListGroups: onPool(room, (pool, input) => {
      const { items, next } = pageOf([...pool.groups.values()], input, 'Limit', 'NextToken');
      return { Groups: items.map((group) => described(pool, group)), NextToken: next };
    }),
    ListUsersInGroup: onPool(room, (pool, input) => {
      const { name } = groupAt(pool, textOf(input, 'GroupName'));
      const members = [...pool.users.values()].filter(({ groups }) => groups.includes(name));
      const { items, next } = pageOf(members, input, 'Limit', 'NextToken');
      return { Users: items.map(describeUser), NextToken: next };
    }),
    AdminAddUserToGroup: onUser(room, (pool, user, input) => {
      const { name } = groupAt(pool, textOf(input, 'GroupName'));
      if (!user.groups.includes(name)) user.groups.push(name);
      return {};
    }),
    AdminRemoveUserFromGroup: onUser(room, (pool, user, input) => {
      const { name } = groupAt(pool, textOf(input, 'GroupName'));
      user.groups = user.groups.filter((each) => each !== name);
      return {};
    }),
    AdminListGroupsForUser: onUser(room, (pool, user, input) => {
      const { items, next } = pageOf(groupsOf(pool, user), input, 'Limit', 'NextToken');
      return { Groups: items.map((group) => described(pool, group)), NextToken: next };
    }),
  };
}

/** Settings of a group, as CreateGroup and the templates write them; only those that are there. */
export function settingsOf(
  input: Properties,
): Partial<Pick<Group, 'description' | 'precedence' | 'roleArn'>> {
  const precedence = input.Precedence === undefined ? undefined : Number(input.Precedence);
  const all = {
    description: optionalText(input, 'Description'),
    roleArn: optionalText(input, 'RoleArn'),
    precedence,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
