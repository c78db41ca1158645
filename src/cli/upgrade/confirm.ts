import { Failure } from '../../project/failure.ts';
import { canAsk, type Io } from '../io.ts';

/** Asks whether to go on; without a terminal `--yes` has to say it. Throws when the answer is no. */
export async function confirm(
  message: string,
  flags: { yes?: boolean; json: boolean },
  io: Io,
): Promise<void> {
  if (flags.yes) return;
  if (flags.json || !canAsk(io)) {
    throw new Failure('usage', 'not-confirmed', 'Nothing was written, and there is no terminal to ask at.', {
      hint: 'Say --yes to write, or --dry-run to look.',
    });
  }
  const { makeAsker } = await import('../prompts/index.ts');
  const asker = await makeAsker(io);
  const choices = [
    { value: 'yes', title: 'yes' },
    { value: 'no', title: 'no, nothing is written' },
  ];
  try {
    const faults = (value: string) => (['yes', 'no'].includes(value) ? [] : [`"${value}" is not an answer.`]);
    if ((await asker.ask({ message, choices, initial: 'yes', faults })) === 'yes') return;
  } finally {
    asker.close();
  }
  throw new Failure('cancelled', 'cancelled', 'Stopped. Nothing was written.');
}
