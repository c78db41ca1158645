// Shows or sets the weights of the experiment; visitors who have a variant keep it.
//   weights <store ARN> [control=90 candidate=10]
import { fileURLToPath } from "node:url";
import { experiment, firstWeights, weightsKey } from "./edge/experiment.ts";
import { readSetting, runCommand, UsageError, writeSetting } from "./edge-settings.ts";

export type Weights = Record<string, number>;

/** Reads `control=90`, `candidate=10`. @throws UsageError that names every fault */
export function parseWeights(texts: string[]): Weights {
  const pairs = texts.map((text) => text.split("="));
  const faults = pairs.flatMap(([name = "", weight = ""]) => [
    ...(experiment.variants.includes(name) ? [] : [`There is no variant "${name}".`]),
    ...(/^\d+(\.\d+)?$/.test(weight) ? [] : [`"${weight}" is not a weight.`]),
  ]);
  const weights: Weights = Object.fromEntries(pairs.map(([name, weight]) => [name, Number(weight)]));
  const missing = experiment.variants.filter((variant) => !(variant in weights));
  faults.push(...missing.map((variant) => `Variant "${variant}" has no weight.`));
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if (faults.length === 0 && total === 0) faults.push("At least one weight has to be more than 0.");
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return weights;
}

export async function setWeights(storeArn: string, weights: Weights): Promise<void> {
  await writeSetting(storeArn, weightsKey, weights);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const example = experiment.variants.map((variant) => `${variant}=50`).join(" ");
  await runCommand(`weights <store ARN> [${example}]`, process.argv.slice(2), async (storeArn, argv) => {
    if (argv.length > 0) await setWeights(storeArn, parseWeights(argv));
    return JSON.stringify((await readSetting(storeArn, weightsKey)) ?? firstWeights);
  });
}
