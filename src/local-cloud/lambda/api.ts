import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse, Cloud, InvokeOptions } from '../contract.ts';
import { describeFunction, describeMapping } from './descriptions.ts';
import type { Functions, Target } from './functions.ts';
import type { Invocation } from './invoker.ts';

/** What the API needs of the room. */
export interface ApiParts {
  cloud: Cloud;
  functions(): Functions;
  invoke(target: Target, payload: string, options: InvokeOptions): Promise<Invocation>;
}

/** The Lambda API on the endpoint, REST with JSON (Lambda API reference, 2026): invoking and reading. */
export function createApi(parts: ApiParts): (request: AwsRequest) => Promise<AwsResponse> {
  return (request) => dispatch(parts, request);
}

async function dispatch(parts: ApiParts, request: AwsRequest): Promise<AwsResponse> {
  const [, , collection, encoded, rest] = request.path.split('/');
  const name = decode(encoded);
  const { cloud } = parts;
  if (collection === 'functions' && name === '' && request.method === 'GET') {
    cloud.authorize(request.caller, 'lambda:ListFunctions', '*');
    return json({ Functions: parts.functions().list.map(describeFunction) });
  }
  if (collection === 'functions' && name !== '') return ofFunction(parts, request, name, rest ?? '');
  if (collection === 'event-source-mappings' && name === '' && request.method === 'GET') {
    cloud.authorize(request.caller, 'lambda:ListEventSourceMappings', '*');
    return json({ EventSourceMappings: listMappings(parts, request.query) });
  }
  throw unknownOperation();
}

async function ofFunction(
  parts: ApiParts,
  request: AwsRequest,
  name: string,
  rest: string,
): Promise<AwsResponse> {
  const find = () => parts.functions().find(name, request.query.get('Qualifier') ?? undefined);
  switch (`${request.method} ${rest}`) {
    case 'POST invocations':
      return invoke(parts, request, find());
    case 'GET ': {
      const { fn, invokedArn } = find();
      parts.cloud.authorize(request.caller, 'lambda:GetFunction', invokedArn);
      return json({
        Configuration: describeFunction(fn),
        Code: { RepositoryType: 'S3', Location: `file://${fn.codeDir}` },
        ...(fn.reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: fn.reserved } }),
      });
    }
    case 'GET configuration': {
      const { fn, invokedArn } = find();
      parts.cloud.authorize(request.caller, 'lambda:GetFunctionConfiguration', invokedArn);
      return json(describeFunction(fn));
    }
    default:
      throw unknownOperation();
  }
}

async function invoke(parts: ApiParts, request: AwsRequest, target: Target): Promise<AwsResponse> {
  const { caller, headers, traceId } = request;
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const payload = request.body.toString();
  if (type === 'DryRun') {
    parts.cloud.authorize(caller, 'lambda:InvokeFunction', target.invokedArn);
    return { status: 204 };
  }
  const clientContext = decodeContext(headers['x-amz-client-context']);
  if (type === 'Event') {
    checkJson(payload);
    const { requestId } = await parts.invoke(target, payload, {
      caller,
      traceId,
      clientContext,
      type: 'event',
    });
    return { status: 202, headers: { 'x-amzn-requestid': requestId }, body: '' };
  }
  if (type !== 'RequestResponse') {
    throw new AwsError('InvalidParameterValueException', `Unknown invocation type: ${type}`, 400);
  }
  const answer = await parts.invoke(target, payload, { caller, traceId, clientContext });
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': answer.requestId,
      'x-amz-executed-version': answer.version,
      ...(answer.error && { 'x-amz-function-error': answer.error }),
      ...(headers['x-amz-log-type'] === 'Tail' && { 'x-amz-log-result': logTail(answer.log) }),
    },
    body: answer.payload,
  };
}

/** The last 4 KB of the log, in base64. */
function logTail(log: string[]): string {
  return Buffer.from(`${log.join('\n')}\n`)
    .subarray(-4096)
    .toString('base64');
}

function checkJson(payload: string): void {
  try {
    if (payload !== '') JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error}`,
      400,
    );
  }
}

function decodeContext(header: string | undefined): unknown {
  if (!header) return undefined;
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString());
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
      400,
    );
  }
}

function listMappings({ cloud, functions }: ApiParts, query: URLSearchParams): object[] {
  const source = query.get('EventSourceArn');
  const wanted = query.get('FunctionName');
  const arn = wanted === null ? undefined : functions().find(wanted).invokedArn;
  return cloud.model
    .byType('AWS::Lambda::EventSourceMapping')
    .map((resource) =>
      describeMapping(resource, functions().find(String(resource.properties.FunctionName)).invokedArn),
    )
    .filter(
      (each) => (source === null || each.EventSourceArn === source) && (!arn || each.FunctionArn === arn),
    );
}

function decode(part = ''): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function unknownOperation(): AwsError {
  return new AwsError(
    'UnknownOperationException',
    'The local cloud serves Invoke and the reading operations of Lambda.',
    404,
  );
}

function json(body: object): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
