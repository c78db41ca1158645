import { randomUUID } from 'node:crypto';
import type { AwsResponse } from '../../contract.ts';
import type { Answer } from './engine/engine.ts';

/** A body as DynamoDB sends it. */
export function respond(status: number, body: string): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
    body,
  };
}

export function ok(result: object): AwsResponse {
  return respond(200, JSON.stringify(result));
}

/** Passes an engine's answer on as it is. */
export function pass({ status, body }: Answer): AwsResponse {
  return respond(status, body);
}
