import type { AwsRequest, Cloud } from '../../contract.ts';

/** The account that names in a call refer to: that of the caller's role, else that of the project. */
export const accountOf = (cloud: Cloud, { caller }: Pick<AwsRequest, 'caller'>): string =>
  caller.roleArn?.split(':')[4] || cloud.model.resources[0]?.account || '000000000000';
