import { AwsError } from '../../aws-error.ts';
import type { Cloud, Principal } from '../../contract.ts';
import { principalOf } from '../../credentials.ts';
import { assumedRole, callerId } from '../../principal.ts';
import type { Arrival } from '../arrival.ts';
import { joined } from '../headers.ts';

/** Who signed a request, as `requestContext` names them. */
export interface Signer {
  principal: Principal;
  accessKey: string;
  accountId: string;
  /** `<role id>:<session>` of a role, the user id else. */
  callerId: string;
  userArn: string;
}

export type IamResult = { signer: Signer } | { refused: 'unsigned' } | { refused: 'denied'; message: string };

/**
 * The AWS_IAM authorizer: the request has to carry a Signature Version 4 and its key's role has to be allowed
 * `execute-api:Invoke` on the method, by its own policies or by the API's. The signature itself is not recomputed: whose key it is decides.
 */
export function authorizeIam(
  cloud: Cloud,
  arrival: Arrival,
  methodArn: string,
  accountId: string,
  /** Condition keys of the request. */
  context: Record<string, string> = {},
): IamResult {
  const accessKey = accessKeyOf(arrival);
  if (!accessKey) return { refused: 'unsigned' };
  const principal = principalOf(accessKey);
  try {
    cloud.authorize(principal, 'execute-api:Invoke', methodArn, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { refused: 'denied', message: error.message };
  }
  return { signer: signerOf(principal, accessKey, accountId) };
}

/** The access key of a signature in the header or, presigned, in the query. */
function accessKeyOf({ headers, query }: Arrival): string | undefined {
  const header = joined(headers, 'authorization') ?? '';
  const credential = header.startsWith('AWS4-')
    ? /Credential=([^,\s]+)/.exec(header)?.[1]
    : query.find(([name]) => name === 'X-Amz-Signature') &&
      query.find(([name]) => name === 'X-Amz-Credential')?.[1];
  return credential?.split('/')[0] || undefined;
}

function signerOf(principal: Principal, accessKey: string, accountId: string): Signer {
  const { roleArn } = principal;
  return {
    principal,
    accessKey,
    accountId: roleArn?.split(':')[4] ?? accountId,
    callerId: callerId(principal),
    userArn: roleArn ? assumedRole(principal) : `arn:aws:iam::${accountId}:user/developer`,
  };
}
