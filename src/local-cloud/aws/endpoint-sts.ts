import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from '../contract.ts';
import { assumedRole, callerId } from '../principal.ts';

/** `sts:GetCallerIdentity`: the role behind the access key with its session, or a user `developer`. Needs no permission, as on AWS. */
export function callerIdentity({ caller }: AwsRequest, account: string): AwsResponse {
  const [arn, owner] = caller.roleArn
    ? [assumedRole(caller), caller.roleArn.split(':')[4]]
    : [`arn:aws:iam::${account}:user/developer`, account];
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${callerId(caller)}</UserId><Account>${owner}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}
