import { Failure, runtime } from './failure.ts';
import { kinds } from './kinds.ts';
import { withResult } from './path.ts';
import { catcherOf, retries } from './retry.ts';
import { sleep } from './sleep.ts';
import type { Outcome, State, States, Surroundings } from './types.ts';

/** Where an execution is: it can begin there again. */
export interface Position {
  state: string;
  input: unknown;
}

/** Bytes of a state's input or output (Step Functions quotas, 2026). */
export const maxBytes = 262_144;

/**
 * Runs states from a position to the end; gives the output.
 * @throws Failure that no Catch took
 */
export async function run(
  { States: states }: States,
  from: Position,
  surroundings: Surroundings,
  entered: (position: Position) => void = () => {},
): Promise<unknown> {
  let position = from;
  for (;;) {
    entered(position);
    const state = states[position.state];
    if (!state) throw runtime(`There is no state '${position.state}'.`);
    const { output, next } = await step(state, position, surroundings);
    if (Buffer.byteLength(JSON.stringify(output) ?? '') > maxBytes) {
      const cause = `The state '${position.state}' has an output of more than ${maxBytes} bytes.`;
      throw new Failure('States.DataLimitExceeded', cause);
    }
    if (next === undefined) return output;
    position = { state: next, input: output };
  }
}

/** One state with its tries, and where its Catch leads. */
async function step(
  state: State,
  { state: Name, input }: Position,
  surroundings: Surroundings,
): Promise<Outcome> {
  const EnteredTime = new Date(surroundings.clock.now()).toISOString();
  const another = retries(state);
  for (let RetryCount = 0; ; RetryCount++) {
    const context = { ...surroundings.context, State: { Name, EnteredTime, RetryCount } };
    try {
      const kind =
        kinds[state.Type] ?? (() => Promise.reject(runtime(`There is no state of type ${state.Type}.`)));
      return await kind(state, input, { ...surroundings, context }, (branch, given, part) =>
        run(branch, { state: branch.StartAt, input: given }, part),
      );
    } catch (error) {
      const failure = error instanceof Failure ? error : runtime((error as Error).message);
      const wait = another(failure.error);
      if (wait === undefined) {
        const catcher = catcherOf(state, failure.error);
        if (!catcher) throw failure;
        const told = { Error: failure.error, Cause: failure.message };
        return { output: withResult(catcher.ResultPath, input, told), next: catcher.Next };
      }
      await sleep(surroundings, surroundings.retryMs ?? wait);
    }
  }
}
