/**
 * Messages between the invoker and the thread of an execution environment: flat arrays of strings and numbers, which
 * cost the least to hand over. Payloads travel as JSON text and are parsed only inside the thread.
 */

/** What an environment needs once, before its first event. */
export interface Assignment {
  /** The whole environment of the function; replaces the thread's. */
  variables: Record<string, string>;
  /** Absolute folder of the code. */
  codeDir: string;
  handler: string;
  /** Lambda's runtime identifier, for example `nodejs22.x`. */
  runtime: string;
  /** Bytes that the function may hold. */
  memoryLimit: number;
  /** Origin of the AWS endpoint. */
  endpoint: string;
  /** Origins of the sites of the local cloud, by host name. */
  sites: Record<string, string>;
  /** Port to open an inspector on, whose address is reported; 0 is any. Absent: none is opened. */
  inspectPort?: number;
}

export type ToRuntime =
  /**
   * URLs of modules to load before the function is known, and of where their clients may rehearse calls; the folder where
   * Node.js keeps compiled code.
   */
  | ['preload', modules: readonly string[], endpoint: string, compiledCode: string]
  | ['assign', Assignment]
  /** Asks what the thread holds. */
  | ['measure']
  | [
      kind: 'invoke',
      requestId: string,
      deadline: number,
      invokedArn: string,
      traceHeader: string,
      payload: string,
      clientContext: string,
    ];

/** `level` is empty for text written to stdout or stderr directly. */
export type FromRuntime =
  | ['ready']
  | ['initFailed', payload: string]
  | ['inspector', url: string]
  | ['log', requestId: string, level: string, text: string]
  | ['done', payload: string, memoryBytes: number]
  | ['failed', payload: string, memoryBytes: number]
  | ['memory', bytes: number]
  | ['malformed', message: string]
  /** The runtime answers for the function and exits: uncaught exception or unhandled rejection. */
  | ['fatal', payload: string];
