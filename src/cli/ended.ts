/** Thrown to end a command that did its work and has said everything, with an exit code other than 0. */
export class Ended extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`ended with exit code ${code}`);
    this.code = code;
  }
}
