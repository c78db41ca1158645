import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from '../contract.ts';

/** `sts:GetCallerIdentity`: the role behind the access key, or a user `developer`. Needs no permission, as on AWS. */
export function callerIdentity({ caller }: AwsRequest, account: string): AwsResponse {
  const role = caller.roleArn && /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(caller.roleArn);
  const [arn, id, owner] = role
    ? [`arn:${role[1]}:sts::${role[2]}:assumed-role/${role[3]}/local`, 'AROALOCAL:local', role[2]]
    : [`arn:aws:iam::${account}:user/developer`, 'AIDALOCAL', account];
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${id}</UserId><Account>${owner}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}
