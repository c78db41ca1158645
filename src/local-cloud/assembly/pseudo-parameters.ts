import { uuid } from './identifiers.ts';
import { partition, urlSuffix } from './shape.ts';
import type { StackInput } from './template.ts';

/** A pseudo parameter of a stack (CloudFormation User Guide, pseudo parameters reference). */
export function pseudoParameter(name: string, { name: stack, account, region }: StackInput): unknown {
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return partition(region);
    case 'AWS::URLSuffix':
      return urlSuffix(region);
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return `arn:${partition(region)}:cloudformation:${region}:${account}:stack/${stack}/${uuid(`${account}/${region}/${stack}`)}`;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}
