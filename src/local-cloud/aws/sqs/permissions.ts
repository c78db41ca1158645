import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { invalidValue, missing } from './errors.ts';
import { parsed } from './queue.ts';
import { queueAt, type Room } from './store.ts';

/** AddPermission and RemovePermission: statements of the queue's policy by their label. */
export function permissionOperations(room: Room): Operations {
  const policyAt = (input: Properties, request: AwsRequest, action: string) => {
    const queue = queueAt(room, input.QueueUrl, request);
    room.cloud.authorize(request.caller, `sqs:${action}`, queue.arn);
    if (!input.Label) throw missing('Label');
    const policy: Properties = parsed(queue.attributes.get('Policy')) ?? {
      Version: '2008-10-17',
      Id: `${queue.arn}/SQSDefaultPolicy`,
    };
    const statements: Properties[] = policy.Statement ?? [];
    const write = (Statement: Properties[]) => {
      if (Statement.length === 0) queue.attributes.delete('Policy');
      else queue.attributes.set('Policy', JSON.stringify({ ...policy, Statement }));
    };
    return { queue, statements, write };
  };
  return {
    AddPermission: (input, request) => {
      const { queue, statements, write } = policyAt(input, request, 'AddPermission');
      if (statements.some(({ Sid }) => Sid === input.Label)) {
        throw invalidValue('Label', input.Label, 'Already exists.');
      }
      const accounts = list(input.AWSAccountIds, 'AWSAccountIds').map(
        (id) => `arn:${queue.arn.split(':')[1]}:iam::${id}:root`,
      );
      const actions = list(input.Actions, 'Actions').map((action) => `SQS:${action}`);
      const Principal = { AWS: single(accounts) };
      const statement = {
        Sid: input.Label,
        Effect: 'Allow',
        Principal,
        Action: single(actions),
        Resource: queue.arn,
      };
      write([...statements, statement]);
    },
    RemovePermission: (input, request) => {
      const { statements, write } = policyAt(input, request, 'RemovePermission');
      const rest = statements.filter(({ Sid }) => Sid !== input.Label);
      if (rest.length === statements.length) throw invalidValue('Label', input.Label, "can't find label.");
      write(rest);
    },
  };
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw missing(name);
  return value;
}

const single = (values: string[]) => (values.length === 1 ? values[0] : values);
