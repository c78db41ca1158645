/** The context object (Lambda guide, "Using the Lambda context object to retrieve Node.js function information", 2026). */
export interface Context {
  callbackWaitsForEmptyEventLoop: boolean;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  clientContext: unknown;
  identity: undefined;
  getRemainingTimeInMillis(): number;
  done(error?: unknown, result?: unknown): void;
  succeed(result?: unknown): void;
  fail(error?: unknown): void;
}

/** `deadline` is in milliseconds since the epoch. The three old answers are set by the invocation. */
export function buildContext(call: {
  requestId: string;
  deadline: number;
  invokedArn: string;
  clientContext: string;
}): Context {
  environment ??= describeEnvironment();
  const unset = () => {};
  return {
    callbackWaitsForEmptyEventLoop: true,
    ...environment,
    invokedFunctionArn: call.invokedArn,
    awsRequestId: call.requestId,
    clientContext: call.clientContext === '' ? undefined : JSON.parse(call.clientContext),
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, call.deadline - Date.now()),
    done: unset,
    succeed: unset,
    fail: unset,
  };
}

/** The same for every event of an environment, and slow to read: each variable is a call into the system. */
let environment: ReturnType<typeof describeEnvironment> | undefined;

function describeEnvironment() {
  const { env } = process;
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME ?? '',
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION ?? '',
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
  };
}
