import type { Properties } from '../../../contract.ts';
import { type Operations, operationOf } from '../../protocol/json.ts';
import type { Room } from '../types.ts';

/** Custom resource type of the CDK's `AwsCustomResource`: an SDK call that a deploy makes. */
export const sdkCallType = 'Custom::AWS';

const cognitoService = /cognito-?identity-?(service-?)?provider$/i;

/** Makes the calls to Cognito that a deploy would make; calls to other services are named. */
export async function makeSdkCalls({ cloud }: Room, operations: Operations): Promise<void> {
  for (const { path, region, properties } of cloud.model.byType(sdkCallType)) {
    const call = readCall(properties.Create ?? properties.Update);
    const say = (text: string) =>
      cloud.trace({ traceId: '', kind: 'notice', source: 'cognito', text: `${path}: ${text}` });
    if (!call) continue;
    if (!cognitoService.test(call.service)) {
      say(`the call ${call.action} of ${call.service}, which a deploy makes, is not made here.`);
      continue;
    }
    try {
      await operationOf(operations, call.action)(call.parameters, requestOf(call.action, region));
    } catch (error) {
      say(`${call.action}: ${(error as Error).message}`);
    }
  }
}

/** `UpdateUserPoolClient` of a call that is written as a command, as a method or as an action. */
function readCall(text: unknown): { service: string; action: string; parameters: Properties } | undefined {
  if (typeof text !== 'string') return undefined;
  const { service = '', action = '', parameters = {} }: Properties = JSON.parse(text);
  const name = String(action).replace(/Command$/, '');
  return { service: String(service), action: name.charAt(0).toUpperCase() + name.slice(1), parameters };
}

const requestOf = (action: string, region: string) => ({
  service: 'cognito-idp',
  region,
  action,
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  caller: {},
});
