import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operation } from '../protocol/json.ts';
import { noSuchUser } from './errors.ts';
import { textOf } from './input.ts';
import { poolAt } from './store.ts';
import type { Pool, Room, User } from './types.ts';
import { findUser } from './users/find.ts';

/**
 * Lets a caller through to an operation that IAM guards. Over the wire such a call has to be signed: any page may reach
 * this service, and an unsigned call would be the developer's.
 * @throws AwsError MissingAuthenticationTokenException, AccessDeniedException
 */
export function authorizeCall({ cloud }: Room, request: AwsRequest, resourceArn: string): void {
  const { headers, query, caller, action } = request;
  const isSigned = headers.authorization !== undefined || query.has('X-Amz-Credential');
  if (headers.host !== undefined && !isSigned) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  cloud.authorize(caller, `cognito-idp:${action}`, resourceArn);
}

type OnPool = (pool: Pool, input: Properties, request: AwsRequest) => unknown;
type OnUser = (pool: Pool, user: User, input: Properties, request: AwsRequest) => unknown;

/** An operation on the pool of `UserPoolId`, guarded by IAM. */
export const onPool =
  (room: Room, work: OnPool): Operation =>
  (input, request) => {
    const id = textOf(input, 'UserPoolId');
    authorizeCall(room, request, room.pools.get(id)?.arn ?? arnOf(room, request, id));
    return work(poolAt(room, id), input, request);
  };

/** The same on the user of `Username`. */
export const onUser = (room: Room, work: OnUser): Operation =>
  onPool(room, (pool, input, request) => {
    const user = findUser(pool, textOf(input, 'Username'));
    if (!user) throw noSuchUser();
    return work(pool, user, input, request);
  });

/** The ARN that a pool would have. */
export const arnOf = (room: Room, { region, caller }: AwsRequest, id: string): string =>
  `arn:aws:cognito-idp:${region}:${accountOf(room, caller.roleArn)}:userpool/${id}`;

const accountOf = ({ cloud }: Room, roleArn?: string) =>
  roleArn?.split(':')[4] || cloud.model.resources[0]?.account || '000000000000';
