import { Failure } from '../../project/failure.ts';
import { canAsk, type Io } from '../io.ts';

/**
 * Asks whether to go on; without a terminal `--yes` has to say it. With `show`, what is asked about can be looked at
 * first. Throws when the answer is no.
 */
export async function confirm(
  message: string,
  flags: { yes?: boolean; json: boolean },
  io: Io,
  show?: () => Promise<void>,
): Promise<void> {
  if (flags.yes) return;
  if (flags.json || !canAsk(io)) {
    throw new Failure('usage', 'not-confirmed', 'Nothing was written, and there is no terminal to ask at.', {
      hint: show ? 'Say --yes to write, or --dry-run to look.' : 'Say --yes to go on.',
    });
  }
  const { makeAsker } = await import('../prompts/index.ts');
  const asker = await makeAsker(io);
  const choices = [
    { value: 'yes', title: 'yes' },
    ...(show ? [{ value: 'diff', title: 'show every changed line first' }] : []),
    { value: 'no', title: 'no, nothing is written' },
  ];
  const faults = (value: string) =>
    choices.some((choice) => choice.value === value) ? [] : [`"${value}" is not an answer.`];
  try {
    for (;;) {
      const answer = await asker.ask({ message, choices, initial: 'yes', faults });
      if (answer === 'yes') return;
      if (answer !== 'diff') break;
      await show?.();
    }
  } finally {
    asker.close();
  }
  throw new Failure('cancelled', 'cancelled', 'Stopped. Nothing was written.');
}
