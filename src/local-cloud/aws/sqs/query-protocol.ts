import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, Properties } from '../../contract.ts';
import { errorResponse } from '../endpoint-errors.ts';
import { type Operations, operationOf } from '../protocol/json.ts';
import { queryAnswer, queryInput, queryList } from '../protocol/query.ts';
import { queryCode } from './errors.ts';

/** SQS API reference, "Making Query API requests"; still what API Gateway integrations and older clients send. */
const namespace = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** Lists of the form, `AttributeName.1=All`, and their names in the JSON protocol. */
const lists: Record<string, string> = {
  ActionName: 'Actions',
  AWSAccountId: 'AWSAccountIds',
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  TagKey: 'TagKeys',
};

/** Maps of the form, `Attribute.1.Name=DelaySeconds&Attribute.1.Value=5`. */
const maps: Record<string, { member: string; key: string; value: string }> = {
  Attribute: { member: 'Attributes', key: 'Name', value: 'Value' },
  MessageAttribute: { member: 'MessageAttributes', key: 'Name', value: 'Value' },
  MessageSystemAttribute: { member: 'MessageSystemAttributes', key: 'Name', value: 'Value' },
  Tag: { member: 'Tags', key: 'Key', value: 'Value' },
};

/** Answers a call of the Query protocol with the operations of the JSON protocol. */
export async function answerQuery(operations: Operations, request: AwsRequest): Promise<AwsResponse> {
  const form = queryInput(request);
  const action = request.action || String(form.Action ?? '');
  const named = { ...request, action };
  try {
    const input = inputOf(form, request.path);
    const output = (await operationOf(operations, action)(input, named)) as Properties | undefined;
    return queryAnswer(named, namespace, output && outputOf(action, output));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return errorResponse(named, new AwsError(queryCode(error), error.message, error.status));
  }
}

function inputOf(form: Properties, path: string): Properties {
  const input: Properties = {};
  for (const [name, value] of Object.entries(form)) {
    if (lists[name]) input[lists[name]] = queryList(value);
    else if (maps[name]) input[maps[name].member] = mapOf(value, maps[name]);
    else if (name.endsWith('BatchRequestEntry'))
      input.Entries = queryList(value).map((each) => inputOf(each, '/'));
    else input[name] = value;
  }
  // The queue may stand in the path of the request instead.
  if (path.split('/').length > 2) input.QueueUrl ??= `http://localhost${path}`;
  return input;
}

function mapOf(node: Properties, { key, value }: { key: string; value: string }): Properties {
  const numbered = queryList(node);
  const entries = numbered.length > 0 ? numbered : [node];
  return Object.fromEntries(entries.map((each) => [String(each?.[key]), each?.[value]]));
}

/** Names that the two protocols give differently: lists are repeated tags named after one element. */
function outputOf(action: string, output: Properties): Properties {
  const renamed: Properties = {};
  for (const [name, value] of Object.entries(output)) {
    if (name === 'Successful') renamed[`${action}ResultEntry`] = value;
    else if (name === 'Failed') renamed.BatchResultErrorEntry = value;
    else if (name === 'QueueUrls' || name === 'queueUrls') renamed.QueueUrl = value;
    else if (name === 'Messages') renamed.Message = value.map((each: Properties) => outputOf('', each));
    else if (name === 'Attributes') renamed.Attribute = pairs(value, 'Name');
    else if (name === 'MessageAttributes') renamed.MessageAttribute = pairs(value, 'Name');
    else if (name === 'Tags') renamed.Tag = pairs(value, 'Key');
    else renamed[name] = value;
  }
  return renamed;
}

const pairs = (map: Properties | undefined, key: string): Properties[] =>
  Object.entries(map ?? {}).map(([name, Value]) => ({ [key]: name, Value }));
