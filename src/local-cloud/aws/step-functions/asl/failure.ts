/** An error as the Amazon States Language knows it: a name that Retry and Catch look for, and the cause for a person. */
export class Failure extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** An error that no Retry and no Catch of `States.ALL` takes (developer guide, "Error names", 2026). */
export const runtime = (cause: string): Failure => new Failure('States.Runtime', cause);
