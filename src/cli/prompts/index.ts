import type { Given } from '../../generate/answers.ts';
import type { Io } from '../io.ts';
import type { Asker } from './asker.ts';
import { plainAsker } from './plain-asker.ts';
import { askQuestions, type Refuses } from './questions.ts';
import { type Outcome, review } from './review.ts';

/**
 * Asks for what is not given, shows all answers for review, and gives them. `outcomeOf` tells where the project of the
 * answers goes, and the command line that gives them.
 */
export async function ask(
  io: Io,
  given: Given,
  usual: Given,
  outcomeOf: (answers: Record<string, string | string[]>) => Outcome,
  refuses: Refuses,
): Promise<Record<string, string | string[]>> {
  io.onStop('Stopped. Nothing was written.');
  const asker = await makeAsker(io);
  try {
    asker.greet();
    const reviewed = (answers: Record<string, string | string[]>) =>
      review(asker, answers, outcomeOf(answers));
    return await askQuestions(asker, given, usual, reviewed, refuses);
  } finally {
    asker.close();
  }
}

/** Lists that redraw need a terminal that can move its cursor; `ACCESSIBLE` asks for none. */
export async function makeAsker(io: Io): Promise<Asker> {
  const accessible = io.env.ACCESSIBLE && io.env.ACCESSIBLE !== '0';
  if (accessible || io.env.TERM === 'dumb') return plainAsker(io);
  const { inquirerAsker } = await import('./inquirer-asker.ts');
  return inquirerAsker(io);
}
