import type { Properties } from '../../../contract.ts';
import { fits } from './choice.ts';
import { Failure, runtime } from './failure.ts';
import { selected, valueAt, withResult } from './path.ts';
import { dynamic, filled } from './payload.ts';
import { sleep } from './sleep.ts';
import { runTask } from './task.ts';
import type { Outcome, State, States, Surroundings } from './types.ts';

/** Runs the states of a branch from its first one. */
export type RunBranch = (states: States, input: unknown, surroundings: Surroundings) => Promise<unknown>;
type Kind = (state: State, input: unknown, surroundings: Surroundings, run: RunBranch) => Promise<Outcome>;

/** What each type of state does (States Language, "State Types"). */
export const kinds: Readonly<Record<string, Kind>> = {
  Pass: async (state, input, { context }) => {
    const taken = parameters(state, selected(state.InputPath, input, context), context);
    return passedOn(state, withResult(state.ResultPath, input, state.Result ?? taken), context);
  },
  Task: async (state, input, surroundings) => {
    const taken = parameters(
      state,
      selected(state.InputPath, input, surroundings.context),
      surroundings.context,
    );
    const seconds = secondsOf(state, taken, surroundings.context);
    const result = await within(seconds, runTask(state.Resource, taken, surroundings), surroundings);
    return resulting(state, input, result, surroundings.context);
  },
  Choice: async (state, input, { context }) => {
    const taken = selected(state.InputPath, input, context);
    const choice = (state.Choices as Properties[]).find((each) => fits(each, taken, context));
    const next: unknown = choice?.Next ?? state.Default;
    if (typeof next !== 'string')
      throw new Failure('States.NoChoiceMatched', 'No choice fits, and there is no default.');
    return { output: selected(state.OutputPath, taken, context), next };
  },
  Wait: async (state, input, surroundings) => {
    const { context, clock } = surroundings;
    const taken = selected(state.InputPath, input, context);
    const at = (path: unknown) => (path === undefined ? undefined : valueAt(String(path), taken, context));
    const seconds = state.Seconds ?? at(state.SecondsPath);
    const until = state.Timestamp ?? at(state.TimestampPath);
    await sleep(surroundings, until === undefined ? 1000 * Number(seconds) : Date.parse(until) - clock.now());
    return passedOn(state, taken, context);
  },
  Succeed: async (state, input, { context }) => {
    return { output: selected(state.OutputPath, selected(state.InputPath, input, context), context) };
  },
  Fail: async (state, input, { context }) => {
    const text = (fixed: unknown, path: unknown) =>
      String(fixed ?? (path === undefined ? '' : dynamic(path, input, context)));
    throw new Failure(text(state.Error, state.ErrorPath), text(state.Cause, state.CausePath));
  },
  Parallel: async (state, input, surroundings, run) => {
    const taken = parameters(
      state,
      selected(state.InputPath, input, surroundings.context),
      surroundings.context,
    );
    const results = await together(
      (state.Branches as States[]).map((branch) => (part) => run(branch, taken, part)),
      surroundings,
    );
    return resulting(state, input, results, surroundings.context);
  },
  Map: async (state, input, surroundings, run) => {
    const { context } = surroundings;
    const taken = selected(state.InputPath, input, context);
    const items = selected(state.ItemsPath, taken, context);
    if (!Array.isArray(items)) throw runtime('ItemsPath of a Map has to lead to a list.');
    const works = items.map((Value, Index) => (part: Surroundings) => {
      const inside = { ...part, context: { ...context, Map: { Item: { Index, Value } } } };
      const selector = state.ItemSelector ?? state.Parameters;
      const item = selector === undefined ? Value : filled(selector, taken, inside.context);
      return run(state.ItemProcessor ?? state.Iterator, item, inside);
    });
    const results = await together(works, surroundings, state.MaxConcurrency || undefined);
    return resulting(state, input, results, context);
  },
};

const parameters = ({ Parameters }: State, input: unknown, context: Properties): unknown =>
  Parameters === undefined ? input : filled(Parameters, input, context);

function resulting(state: State, input: unknown, result: unknown, context: Properties): Outcome {
  const { ResultSelector } = state;
  const chosen = ResultSelector === undefined ? result : filled(ResultSelector, result, context);
  return passedOn(state, withResult(state.ResultPath, input, chosen), context);
}

const passedOn = ({ OutputPath, Next }: State, output: unknown, context: Properties): Outcome => ({
  output: selected(OutputPath, output, context),
  next: Next,
});

function secondsOf({ TimeoutSeconds, TimeoutSecondsPath }: State, input: unknown, context: Properties) {
  const seconds =
    TimeoutSecondsPath === undefined ? TimeoutSeconds : valueAt(TimeoutSecondsPath, input, context);
  return seconds === undefined ? undefined : Number(seconds);
}

async function within<T>(
  seconds: number | undefined,
  work: Promise<T>,
  surroundings: Surroundings,
): Promise<T> {
  if (seconds === undefined) return work;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, surroundings.signal]);
  const timeout = sleep({ ...surroundings, signal }, 1000 * seconds).then((): never => {
    throw new Failure('States.Timeout', '');
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    over.abort();
  }
}

/** All at once, or so many at a time. The first failure ends the others. */
async function together(
  works: ((surroundings: Surroundings) => Promise<unknown>)[],
  surroundings: Surroundings,
  most = works.length,
): Promise<unknown[]> {
  const over = new AbortController();
  const part = { ...surroundings, signal: AbortSignal.any([over.signal, surroundings.signal]) };
  const results: unknown[] = [];
  const waiting = works.entries();
  const lane = async () => {
    for (const [at, work] of waiting) {
      if (part.signal.aborted) return;
      results[at] = await work(part);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, works.length) }, lane));
    return results;
  } finally {
    over.abort();
  }
}
