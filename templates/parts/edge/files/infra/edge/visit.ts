/** A request at the edge, the same whichever kind of function the features run in. */
export interface Visit {
  /** Of the request: the same before and after the cache. */
  id: string;
  /** The path; what a feature makes of it is what the cache and the bucket are asked for. */
  uri: string;
  /** Raw, without the question mark. */
  query: string;
  /** By name in lower case; undefined is "not sent". */
  cookies: Record<string, string | undefined>;
  /** By name in lower case; undefined is "not sent". */
  headers: Record<string, string | undefined>;
}

/** Sent in place of what the cache or the bucket has. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Values of `set-cookie`. */
  cookies: string[];
  body: string;
}

/** What goes back to the visitor: features change the headers and add cookies. */
export interface Reply {
  /** By name in lower case; undefined takes a header away. */
  headers: Record<string, string | undefined>;
  /** Values of `set-cookie` to add. */
  cookies: string[];
}

/** Reads a setting that changes without a deploy; undefined when there is none. */
export type Settings = (key: string) => Promise<string | undefined>;

/**
 * One feature of the edge. CloudFront Functions speak an old JavaScript: no destructuring, spread, default values,
 * `for of` or classes; `await` only in functions with a name, never in an argument. The build refuses what it can see.
 */
export interface Feature {
  /** Before the cache: may change the visit's `uri`, or answer. */
  request?(visit: Visit, settings: Settings): Promise<Answer | undefined>;
  /** Before the visitor gets an answer below 400. */
  response?(visit: Visit, reply: Reply, settings: Settings): Promise<void>;
}
