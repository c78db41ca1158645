import { STATUS_CODES } from "node:http";

/** One fault of a request body. */
export interface Fault {
  detail: string;
  /** JSON pointer to the faulty value, as a URI fragment: `#/items/0/quantity`. */
  pointer: string;
}

/** A refusal that the client is told about, in the form of RFC 9457. Thrown anywhere below a route. */
export class Problem extends Error {
  readonly status: number;
  readonly faults: Fault[];

  constructor(status: number, detail: string, faults: Fault[] = []) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.faults = faults;
  }

  toJSON() {
    return {
      type: "about:blank",
      title: STATUS_CODES[this.status],
      status: this.status,
      detail: this.message,
      ...(this.faults.length > 0 && { errors: this.faults }),
    };
  }
}
