import { features } from "./features.ts";
import type { Answer, Reply, Settings, Visit } from "./visit.ts";

/** True when a feature has something to do after the cache: a function that runs costs, one that does not is free. */
export const hasResponses = features.some((feature) => feature.response !== undefined);

/** Runs the features before the cache, until one answers. */
export async function onRequest(visit: Visit, settings: Settings): Promise<Answer | undefined> {
  for (let index = 0; index < features.length; index += 1) {
    const feature = features[index];
    if (feature?.request !== undefined) {
      const answer = await feature.request(visit, settings);
      if (answer !== undefined) return answer;
    }
  }
  return undefined;
}

/** Runs the features before the visitor gets the answer. */
export async function onResponse(visit: Visit, reply: Reply, settings: Settings): Promise<void> {
  for (let index = 0; index < features.length; index += 1) {
    const feature = features[index];
    if (feature?.response !== undefined) await feature.response(visit, reply, settings);
  }
}
