/** What kind of thing went wrong; the command line makes its exit code of it. */
export type FailureKind =
  | 'usage'
  | 'conflict'
  | 'environment'
  | 'cancelled'
  /** The record of a project cannot be used. */
  | 'record'
  /** A resource that holds data would be left behind. */
  | 'stateful';

/** One thing that is wrong, of several that are told at once. */
export interface FailureDetail {
  message: string;
  /** Key of the option in question. */
  option?: string;
  /** Path in the project in question. */
  path?: string;
}

/** A failure that is not this tool's fault: one sentence with its remedy. Anything else that is thrown is a defect. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  /** Stable word for programs, such as `disk-full`. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: readonly FailureDetail[];

  constructor(
    kind: FailureKind,
    code: string,
    message: string,
    more: { hint?: string; details?: readonly FailureDetail[]; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? [];
  }
}
