/** An error as an AWS service answers it; each protocol serialises it in its own form. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error document, for example `CancellationReasons` or `Item`. */
  readonly members: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
