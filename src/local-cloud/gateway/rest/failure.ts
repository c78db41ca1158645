import type { HttpResponse } from '../../contract.ts';

/** Kinds of failures that have a gateway response of their own, and what each is by default. */
export const failures = {
  ACCESS_DENIED: { status: 403, error: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: { status: 500, error: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, error: 'AuthorizerConfigurationException' },
  AUTHORIZER_FAILURE: { status: 500, error: 'AuthorizerFailureException' },
  BAD_REQUEST_BODY: { status: 400, error: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, error: 'BadRequestException' },
  DEFAULT_4XX: { status: 400, error: 'BadRequestException' },
  DEFAULT_5XX: { status: 500, error: 'InternalServerErrorException' },
  INTEGRATION_FAILURE: { status: 504, error: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: { status: 504, error: 'InternalServerErrorException' },
  INVALID_API_KEY: { status: 403, error: 'ForbiddenException' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, error: 'MissingAuthenticationTokenException' },
  QUOTA_EXCEEDED: { status: 429, error: 'LimitExceededException' },
  REQUEST_TOO_LARGE: { status: 413, error: 'BadRequestException' },
  THROTTLED: { status: 429, error: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, error: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, error: 'BadRequestException' },
  WAF_FILTERED: { status: 403, error: 'ForbiddenException' },
} as const;

export type FailureType = keyof typeof failures;

/**
 * A request that the gateway answers itself (developer guide, "Gateway response types", 2026). The values of
 * `x-amzn-errortype` are observed.
 */
export class Failure extends Error {
  readonly type: FailureType;
  /** `$context.error.message`; `null` where AWS has none. */
  readonly text: string | null;
  readonly status: number;
  /** What the console page shows besides. */
  readonly reason: string;

  /** The default answer is the bare text and no JSON. */
  readonly isBare: boolean;

  /** The answer, where it is not the gateway response: a web ACL may have its own. */
  readonly answer?: HttpResponse;

  constructor(
    type: FailureType,
    text: string | null,
    more: { status?: number; reason?: string; answer?: HttpResponse; isBare?: boolean } = {},
  ) {
    super(text ?? type);
    this.type = type;
    this.text = text;
    this.status = more.status ?? failures[type].status;
    this.reason = more.reason ?? text ?? type;
    this.answer = more.answer;
    this.isBare = more.isBare ?? false;
  }
}

/** An integration or its configuration failed: all that a client learns of it. */
export const internalError = (reason: string, status = 500): Failure =>
  new Failure(status === 500 ? 'API_CONFIGURATION_ERROR' : 'DEFAULT_5XX', 'Internal server error', {
    status,
    reason,
  });
