import { setTimeout } from "node:timers/promises";
import { isThrottled } from "../lib/throttled.ts";

/** Milliseconds that are left to the invocation: what Lambda ends at its timeout can say nothing any more. */
export type TimeLeft = () => number;

/** Milliseconds that one more try takes at most, with what there is to note after it. */
export const spare = 2_000;

/** The longest pause, in milliseconds: at first, and at last. */
const [shortest, longest] = [100, 2_000];

/**
 * Does what DynamoDB throttles again, after pauses that grow and are never alike, as long as there is time for another try.
 * Then, and with any other error, it throws what `work` has thrown.
 */
export async function whileThrottled<T>(
  timeLeft: TimeLeft,
  work: () => Promise<T>,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<T> {
  for (let limit = shortest; ; limit = Math.min(2 * limit, longest)) {
    try {
      return await work();
    } catch (error) {
      const pause = (limit * (1 + Math.random())) / 2;
      if (!isThrottled(error) || timeLeft() < pause + spare) throw error;
      await wait(pause);
    }
  }
}
