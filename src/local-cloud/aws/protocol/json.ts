import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, Properties } from '../../contract.ts';

/** One operation of a service: the parsed input in, the output (or nothing) out. Throws `AwsError`. */
export type Operation = (input: Properties, request: AwsRequest) => unknown;
export type Operations = Readonly<Record<string, Operation>>;

/** Answers the AWS JSON protocol of a version (Smithy, "AWS JSON 1.0 and 1.1 protocols"). */
export function jsonApi(version: '1.0' | '1.1', operations: Operations) {
  return async (request: AwsRequest): Promise<AwsResponse> =>
    jsonAnswer(version, await operationOf(operations, request.action)(jsonInput(request), request));
}

/** @throws AwsError UnknownOperationException for an operation that the room does not serve */
export function operationOf(operations: Operations, action: string): Operation {
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (operation) return operation;
  throw new AwsError(
    'UnknownOperationException',
    `The local cloud does not serve the operation ${action || '(none)'}.`,
  );
}

/** The body as an object; an empty body is an empty object. */
export function jsonInput({ body }: Pick<AwsRequest, 'body'>): Properties {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is not JSON.');
  }
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}

export function jsonAnswer(version: '1.0' | '1.1', output: unknown): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() },
    body: output === undefined ? '' : JSON.stringify(output),
  };
}
