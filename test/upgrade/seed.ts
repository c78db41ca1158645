/**
 * The seed of a test: what the variable says, else the constant, so that two runs of a day are the same. `random` gives
 * another one each time, and prints how to have it again.
 */
export function seedFrom(variable: string, constant: number): number {
  const given = process.env[variable];
  if (given === undefined) return constant;
  if (given !== 'random') return Number(given);
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.info(`${variable}=${seed} repeats this run.`);
  return seed;
}
