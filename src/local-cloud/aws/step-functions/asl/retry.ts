import type { Properties } from '../../../contract.ts';
import type { State } from './types.ts';

/** Errors that `States.ALL` leaves alone (developer guide, "Handling errors in Step Functions workflows", 2026). */
const terminal = ['States.DataLimitExceeded', 'States.Runtime'];

const catches = ({ ErrorEquals }: Properties, error: string): boolean =>
  (ErrorEquals as string[]).some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && !terminal.includes(error)) ||
      (name === 'States.TaskFailed' && ![...terminal, 'States.Timeout'].includes(error)),
  );

/** The tries that a state still has: each retrier counts its own. */
export function retries({ Retry = [] }: State): (error: string) => number | undefined {
  const used = new Map<Properties, number>();
  return (error) => {
    const retrier = (Retry as Properties[]).find((each) => catches(each, error));
    if (!retrier) return undefined;
    const {
      IntervalSeconds = 1,
      BackoffRate = 2,
      MaxAttempts = 3,
      MaxDelaySeconds,
      JitterStrategy,
    } = retrier;
    const count = used.get(retrier) ?? 0;
    if (count >= MaxAttempts) return undefined;
    used.set(retrier, count + 1);
    const grown = IntervalSeconds * BackoffRate ** count;
    const seconds = Math.min(grown, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return 1000 * seconds * (JitterStrategy === 'FULL' ? Math.random() : 1);
  };
}

/** The catcher of a state that takes an error. */
export const catcherOf = ({ Catch = [] }: State, error: string): Properties | undefined =>
  (Catch as Properties[]).find((each) => catches(each, error));
