import type { Cloud } from '../contract.ts';

/** What `lambda` in `dev/config.ts` can set. Times are in milliseconds. */
export interface LambdaSettings {
  /**
   * Factor on the waits between attempts of an asynchronous invocation, which on AWS are 1 and 2 minutes for function
   * errors, and from 1 second to 5 minutes for throttles. Default 1/60: 1 and 2 seconds.
   */
  retryFactor: number;
  /** First wait before a stream's batch is tried again; doubles with each attempt, up to 20 times it. Default 250. */
  streamRetryMs: number;
  /** An execution environment that got no event for so long ends. Default 5 minutes. */
  idleMs: number;
  /** How many environments one function may have; further calls wait for a free one. Default 20. */
  maxEnvironments: number;
  /**
   * How often a call looks whether it should have another environment: when none became free three times in a row, or five
   * times for each of those that there are. Default 10.
   */
  scaleOutMs: number;
  /** Port of the first function's debugger with `--inspect`; those of the others follow. Default 9230, after Node.js' own. */
  inspectPort: number;
}

const defaults: LambdaSettings = {
  retryFactor: 1 / 60,
  streamRetryMs: 250,
  idleMs: 300_000,
  maxEnvironments: 20,
  scaleOutMs: 10,
  inspectPort: 9230,
};

/** Settings of the project; a value that is not a number of zero or more counts as absent. */
export function lambdaSettings({ config, flags }: Pick<Cloud, 'config' | 'flags'>): LambdaSettings {
  const given: Record<string, unknown> = config.lambda ?? {};
  const known = Object.entries(defaults).map(([name, value]) => {
    const set = given[name];
    return [name, typeof set === 'number' && set >= 0 ? set : value];
  });
  const settings: LambdaSettings = Object.fromEntries(known);
  // One environment a function, so that a breakpoint in it is a breakpoint for all calls.
  return flags?.inspect ? { ...settings, maxEnvironments: 1 } : settings;
}
