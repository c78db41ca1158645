/** Systems Manager Parameter Store: the parameters of the templates, of `ssm` in `dev/config.ts`, and of PutParameter. */
import { partition } from '../../assembly/shape.ts';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, RunningService, Service } from '../../contract.ts';
import { keep } from '../../keep.ts';
import { accountOf } from '../protocol/account.ts';
import { jsonApi, type Operations } from '../protocol/json.ts';

export const ssm: Service = {
  name: 'ssm',
  supports: {
    'AWS::SSM::Parameter': {
      inert: ['AllowedPattern', 'DataType', 'Description', 'Tags', 'Tier'],
      ignored: { Policies: 'parameters do not expire' },
    },
  },
  start: startParameters,
};

interface Parameter {
  name: string;
  type: string;
  value: string;
  version: number;
  at: number;
}

async function startParameters(cloud: Cloud): Promise<RunningService> {
  /** By region and name; they stay over a new model. */
  const put = new Map<string, Parameter>();
  const kept = keep<Map<string, Parameter>>(cloud, {
    room: 'ssm',
    holds: 'the parameters that were put',
    read: () => put,
    restore: (values) => {
      for (const [key, value] of values) put.set(key, value);
    },
  });
  await kept.load();

  const all = ({ region }: AwsRequest): Map<string, Parameter> => {
    const found = new Map<string, Parameter>();
    const add = (name: string, type: string, value: string) =>
      found.set(name, { name, type, value, version: 1, at: 0 });
    for (const { ref, region: home, properties } of cloud.model.byType('AWS::SSM::Parameter')) {
      if (home === region) add(ref, String(properties.Type ?? 'String'), String(properties.Value ?? ''));
    }
    for (const [name, value] of Object.entries(cloud.config.ssm ?? {})) add(name, 'String', String(value));
    for (const [key, parameter] of put)
      if (key === `${region} ${parameter.name}`) found.set(parameter.name, parameter);
    return found;
  };
  const arnOf = (name: string, request: AwsRequest) =>
    `arn:${partition(request.region)}:ssm:${request.region}:${accountOf(cloud, request)}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  const find = (given: unknown, request: AwsRequest, action: string) => {
    const name = plainName(String(given ?? ''));
    cloud.authorize(request.caller, `ssm:${action}`, arnOf(name, request));
    // The ARN of a name without a leading slash has one all the same.
    const parameter = all(request).get(name) ?? all(request).get(name.slice(1));
    return parameter && describe(parameter, arnOf(name, request));
  };
  const operations: Operations = {
    GetParameter: (input, request) => {
      const Parameter = find(input.Name, request, 'GetParameter');
      if (Parameter) return { Parameter };
      throw new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
    },
    GetParameters: (input, request) => {
      const names: string[] = input.Names ?? [];
      if (names.length < 1 || names.length > 10) {
        throw new AwsError('ValidationException', 'Names must have from 1 to 10 members.');
      }
      const found = names.map((name) => find(name, request, 'GetParameters'));
      return {
        Parameters: found.filter((each) => each !== undefined),
        InvalidParameters: names.filter((_, at) => found[at] === undefined),
      };
    },
    GetParametersByPath: (input, request) => {
      const path = String(input.Path ?? '');
      cloud.authorize(request.caller, 'ssm:GetParametersByPath', arnOf(path, request));
      const prefix = path.endsWith('/') ? path : `${path}/`;
      const below = [...all(request).values()].filter(
        ({ name }) =>
          name.startsWith(prefix) && (input.Recursive === true || !name.slice(prefix.length).includes('/')),
      );
      return { Parameters: below.map((each) => describe(each, arnOf(each.name, request))) };
    },
    PutParameter: (input, request) => {
      const name = plainName(String(input.Name ?? ''));
      cloud.authorize(request.caller, 'ssm:PutParameter', arnOf(name, request));
      const known = all(request).get(name);
      if (known && input.Overwrite !== true) {
        const message =
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';
        throw new AwsError('ParameterAlreadyExists', message);
      }
      const version = (known?.version ?? 0) + 1;
      const type = String(input.Type ?? known?.type ?? 'String');
      put.set(`${request.region} ${name}`, {
        name,
        type,
        value: String(input.Value),
        version,
        at: Date.now(),
      });
      kept.changed();
      return { Version: version, Tier: 'Standard' };
    },
  };
  return {
    deploy: async () => {},
    aws: { ssm: jsonApi('1.1', operations) },
    reset: async () => {
      put.clear();
      kept.changed();
    },
    close: async () => {
      await kept.close();
      put.clear();
    },
  };
}

/** A parameter may be named by ARN, and with a version or a label behind a colon. */
function plainName(given: string): string {
  const name = given.startsWith('arn:') ? (given.split(':parameter')[1] ?? given) : given;
  return name.split(':')[0] ?? name;
}

const describe = ({ name, type, value, version, at }: Parameter, arn: string): Properties => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: at / 1000,
  ARN: arn,
  DataType: 'text',
});
