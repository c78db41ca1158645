import { draw } from "./draw.ts";
import { experiment, firstWeights, weightsKey } from "./experiment.ts";
import { isShared, keepCookie } from "./pages.ts";
import type { Answer, Feature, Reply, Settings, Visit } from "./visit.ts";

export const abTesting: Feature = { request: chooseVariant, response: keepVariant };

const cookie = `__Host-${experiment.name}`;
/** Names of cookies arrive in lower case. */
const kept = cookie.toLowerCase();
/** How long a visitor stays in a variant, in days. */
const lasting = 30;

/** The variant becomes part of the path, so that the cache keeps variants apart and knows nothing of cookies. */
async function chooseVariant(visit: Visit, settings: Settings): Promise<Answer | undefined> {
  if (isShared(visit.uri)) return undefined;
  const variant = await variantOf(visit, settings);
  if (!isKnown(visit.cookies[kept]) && visit.uri === "/index.html") {
    // CloudFront writes this to the function's log group in us-east-1.
    console.log(JSON.stringify({ exposure: experiment.name, variant, request: visit.id }));
  }
  visit.uri = `/variants/${variant}${visit.uri}`;
  return undefined;
}

/** A new visitor gets the cookie with the first page, and stays in the variant whatever becomes of the weights. */
async function keepVariant(visit: Visit, reply: Reply, settings: Settings): Promise<void> {
  if (isShared(visit.uri) || isKnown(visit.cookies[kept])) return;
  const variant = await variantOf(visit, settings);
  reply.cookies.push(keepCookie(cookie, variant, lasting));
}

async function variantOf(visit: Visit, settings: Settings): Promise<string> {
  const before = visit.cookies[kept];
  if (before !== undefined && isKnown(before)) return before;
  const text = await settings(weightsKey);
  const weights = text === undefined ? firstWeights : JSON.parse(text);
  return drawn(weights, draw(visit.id, experiment.name));
}

/** The variant on which a number from 0 to 1 falls when each takes up its share. */
function drawn(weights: Record<string, number>, at: number): string {
  const names = experiment.variants;
  let total = 0;
  for (let index = 0; index < names.length; index += 1) total += weights[names[index] as string] || 0;
  let passed = 0;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    passed += weights[name] || 0;
    if (at * total < passed) return name;
  }
  return fallback();
}

function isKnown(variant: string | undefined): boolean {
  return variant !== undefined && experiment.variants.indexOf(variant) >= 0;
}

function fallback(): string {
  return experiment.variants[0] as string;
}
