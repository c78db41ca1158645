import type { HttpResponse } from '../../contract.ts';
import { callJson, callQuery } from '../aws/call.ts';
import type { Gateway } from '../gateway.ts';
import { callerOf } from '../invoke.ts';
import type { HttpIntegration } from './api.ts';
import { type Hit, signerOf } from './hit.ts';
import { mapped, requestSource } from './mapping.ts';

/** Parameters whose text is a JSON document. */
const documents = new Set([
  'MessageAttributes',
  'MessageSystemAttributes',
  'AttributeNames',
  'MessageAttributeNames',
  'Resources',
]);

interface Subtype {
  service: string;
  action: string;
  required: readonly string[];
}

/** First-class integrations (developer guide, "Integration subtype reference", 2026). AppConfig is not among them here. */
const subtypes: Record<string, Subtype> = {
  'EventBridge-PutEvents': {
    service: 'events',
    action: 'PutEvents',
    required: ['Detail', 'DetailType', 'Source'],
  },
  'SQS-SendMessage': { service: 'sqs', action: 'SendMessage', required: ['QueueUrl', 'MessageBody'] },
  'SQS-ReceiveMessage': { service: 'sqs', action: 'ReceiveMessage', required: ['QueueUrl'] },
  'SQS-DeleteMessage': { service: 'sqs', action: 'DeleteMessage', required: ['QueueUrl', 'ReceiptHandle'] },
  'SQS-PurgeQueue': { service: 'sqs', action: 'PurgeQueue', required: ['QueueUrl'] },
  'Kinesis-PutRecord': {
    service: 'kinesis',
    action: 'PutRecord',
    required: ['StreamName', 'Data', 'PartitionKey'],
  },
  'StepFunctions-StartExecution': {
    service: 'states',
    action: 'StartExecution',
    required: ['StateMachineArn'],
  },
  'StepFunctions-StartSyncExecution': {
    service: 'states',
    action: 'StartSyncExecution',
    required: ['StateMachineArn'],
  },
  'StepFunctions-StopExecution': { service: 'states', action: 'StopExecution', required: ['ExecutionArn'] },
};

export const isServedSubtype = (name: string): boolean => name in subtypes;

/**
 * Calls the AWS service of a first-class integration as the integration's role, or as API Gateway where it has none.
 * A required parameter that the request leaves empty is a bad request; `undefined` when the subtype is not served.
 */
export async function callService(
  gateway: Gateway,
  hit: Hit,
  { properties, credentialsArn, requestParameters }: HttpIntegration,
): Promise<HttpResponse | { missing: string } | undefined> {
  const subtype = subtypes[properties.IntegrationSubtype];
  if (!subtype) return undefined;
  const { service, action } = subtype;
  const source = requestSource(hit);
  const parameters: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(requestParameters)) {
    const value = mapped(String(template), source);
    if (value !== undefined) parameters[name] = typed(name, value);
  }
  const missing = subtype.required.find((name) => parameters[name] === undefined || parameters[name] === '');
  if (missing) return { missing };
  const { Region, ...input } = parameters;
  const { cloud } = gateway;
  const call = {
    service,
    region: String(Region ?? hit.api.resource.region),
    caller: callerOf(credentialsArn, `${hit.api.executeArn}/${hit.stage.name}`, signerOf(hit)),
    traceId: hit.arrival.request.traceId,
  };
  // SQS is asked by its Query protocol, which answers in XML.
  const response = await (service === 'sqs'
    ? callQuery(cloud, call, action, queryForm(input))
    : callJson(cloud, call, action, JSON.stringify(inputOf(subtype, input))));
  const type = response.headers?.['content-type'] ?? '';
  return {
    status: response.status,
    headers: [['content-type', type.includes('xml') ? 'text/xml' : 'application/json']],
    body: Buffer.from(response.body ?? ''),
  };
}

function typed(name: string, value: string): unknown {
  if (!documents.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value.split(',');
  }
}

function inputOf({ service }: Subtype, input: Record<string, unknown>) {
  if (service === 'events') {
    const { Time, ...entry } = input;
    return { Entries: [{ ...entry, ...(Time ? { Time: timeOf(String(Time)) } : {}) }] };
  }
  if (service === 'kinesis') return { ...input, Data: Buffer.from(String(input.Data)).toString('base64') };
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]),
  );
}

/** AWS JSON 1.1 writes times as seconds since the epoch. */
const timeOf = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;

/** Parameters of SQS as a form: lists and maps are numbered, `MessageAttribute.1.Name=x`. */
function queryForm(input: Record<string, unknown>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    const single = name.replace(/s$/, '');
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) form.set(`${single}.${at + 1}`, String(item));
    } else if (value !== null && typeof value === 'object') {
      for (const [at, [key, attribute]] of Object.entries(value).entries()) {
        form.set(`${single}.${at + 1}.Name`, key);
        for (const [part, text] of Object.entries(attribute as Record<string, unknown>))
          form.set(`${single}.${at + 1}.Value.${part}`, String(text));
      }
    } else form.set(name, String(value));
  }
  return form;
}
