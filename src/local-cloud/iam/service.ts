import type { Cloud, Service, SupportTable } from '../contract.ts';
import { createIam } from './authorize.ts';
import { nameOf } from './refusal.ts';

/** What says nothing of who may do what. */
const labelsOf = (document: string) => [`${document}.Statement.Sid`, `${document}.Version`];
const labels = labelsOf('PolicyDocument');

const supports: SupportTable = {
  'AWS::IAM::Role': {
    inert: [
      ...labelsOf('AssumeRolePolicyDocument'),
      ...labelsOf('Policies.PolicyDocument'),
      'Description',
      'MaxSessionDuration',
      'Path',
      'RoleName',
      'Tags',
    ],
    ignored: { PermissionsBoundary: 'boundaries do not limit a role here' },
  },
  'AWS::IAM::Policy': { inert: [...labels, 'PolicyName'] },
  'AWS::IAM::RolePolicy': { inert: labels },
  'AWS::IAM::ManagedPolicy': { inert: labels },
  'AWS::SQS::QueuePolicy': { inert: labels },
  'AWS::SNS::TopicPolicy': { inert: labels },
  'AWS::Kinesis::ResourcePolicy': {},
  'AWS::SecretsManager::ResourcePolicy': {},
};

/** IAM: every call of a function, an API or an event source is judged by the policies of the templates. */
export const iam: Service = {
  name: 'iam',
  supports,
  start: async (cloud: Cloud) => {
    const judge = createIam(
      () => cloud.model,
      (denial) =>
        cloud.trace({
          traceId: denial.caller.traceId ?? '',
          kind: 'notice',
          source: 'iam',
          text: `${nameOf(denial.caller)} may not ${denial.action} on ${denial.resource}`,
          detail: denial,
        }),
    );
    return {
      deploy: async () => {
        for (const text of judge.notices()) {
          cloud.trace({ traceId: '', kind: 'notice', source: 'iam', text });
        }
      },
      ...(cloud.flags?.iam === false ? {} : { authorize: judge.authorize }),
      close: async () => undefined,
    };
  },
};
