import { AwsError } from '../aws-error.ts';
import type { Cloud, HttpRequest, HttpResponse, InvokeResult } from '../contract.ts';
import type { Distribution, OriginEvent, ViewerEvent } from './distribution.ts';
import { edgeEvent } from './lambda-edge-event.ts';
import { readResult } from './lambda-edge-result.ts';
import type { Origin } from './origin.ts';
import { problem } from './origin-fetch.ts';

export interface EdgeCall {
  arn: string;
  event: ViewerEvent | OriginEvent;
  distribution: Distribution;
  request: HttpRequest;
  /** Only in response events. */
  response?: HttpResponse;
  /** Only in origin events. */
  origin?: Origin;
  /** Of request events alone. */
  includeBody?: boolean;
}

/** What came back: a request to go on with (and perhaps another origin), or a response. */
export interface EdgeResult {
  request?: HttpRequest;
  response?: HttpResponse;
  origin?: Origin;
}

/**
 * Runs a Lambda@Edge function. One that fails or cannot be had gives CloudFront's 503, a result that it does not take 502;
 * `x-cache` names the kind (developer guide, "Testing and debugging Lambda@Edge functions").
 */
export async function callEdge(call: EdgeCall, cloud: Cloud): Promise<EdgeResult> {
  let result: InvokeResult;
  try {
    result = await cloud.invoke(call.arn, JSON.stringify({ Records: [{ cf: edgeEvent(call) }] }), {
      caller: { service: 'edgelambda.amazonaws.com', sourceArn: call.distribution.resource.arn },
      traceId: call.request.traceId,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.status === 429
      ? failure(503, 'LambdaLimitExceeded', 'The Lambda function was throttled.', error.message)
      : failure(503, 'LambdaExecutionError', 'The Lambda function cannot be called.', error.message);
  }
  if (result.error)
    return failure(503, 'LambdaExecutionError', 'The Lambda function returned an error.', result.payload);
  try {
    return readResult(JSON.parse(result.payload), call);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure(502, 'LambdaValidationError', 'The Lambda function result failed validation.', detail);
  }
}

const failure = (status: number, type: string, text: string, detail: string): EdgeResult => ({
  response: problem(status, `${text} ${detail}`, `${type} from cloudfront`),
});
