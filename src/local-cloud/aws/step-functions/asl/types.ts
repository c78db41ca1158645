import type { Cloud, Principal, Properties } from '../../../contract.ts';
import type { Clock } from '../../clock.ts';

/** A state as its definition writes it. */
export type State = Properties;

/** States by name, and the one that comes first: a state machine, a branch or the processor of a Map. */
export interface States {
  StartAt: string;
  States: Record<string, State>;
}

/** What a state comes to: its output, and the state that follows; none at the end. */
export interface Outcome {
  output: unknown;
  next?: string;
}

/** What states run in. */
export interface Surroundings {
  cloud: Cloud;
  clock: Clock;
  /** The role of the state machine. */
  caller: Principal;
  region: string;
  traceId: string;
  /** The context object, `$$`. */
  context: Properties;
  /** Ends all that waits. */
  signal: AbortSignal;
  /** Milliseconds between tries, in place of what Retry says. */
  retryMs?: number;
}
