import { answersSchema } from '../answers-schema.ts';
import type { Io } from '../io.ts';

/** Prints the JSON Schema of an answers file. */
export function schema(io: Io): void {
  io.stdout.write(`${JSON.stringify(answersSchema(), null, 2)}\n`);
}
