import { beforeEach, expect, it, vi } from "vitest";
import { spare, whileThrottled } from "../../services/orders/while-throttled.ts";

/** Milliseconds that all pauses have taken. */
let waited: number;
/** The pauses, in milliseconds. */
let pauses: number[];
beforeEach(() => {
  waited = 0;
  pauses = [];
});

async function wait(pause: number) {
  waited += pause;
  pauses.push(pause);
}

const throttled = Object.assign(new Error("too much"), { name: "ThrottlingException" });
const fail = (error: Error) => vi.fn<() => Promise<string>>().mockRejectedValue(error);

it("what is throttled is tried again after longer and longer pauses, as long as there is time for a try", async () => {
  const work = fail(throttled);
  await expect(whileThrottled(() => 30_000 - waited, work, wait)).rejects.toBe(throttled);
  expect(work).toHaveBeenCalledTimes(pauses.length + 1);
  for (const [index, pause] of pauses.entries()) {
    const limit = Math.min(100 * 2 ** index, 2_000);
    expect(pause).toBeGreaterThanOrEqual(limit / 2);
    expect(pause).toBeLessThanOrEqual(limit);
  }
  expect(waited).toBeLessThanOrEqual(30_000 - spare);
  // The next pause would not have left enough.
  expect(waited).toBeGreaterThan(30_000 - spare - 2_000);
  expect(new Set(pauses).size).toBe(pauses.length);
});

it("what goes well at last is done", async () => {
  const work = fail(throttled).mockRejectedValueOnce(throttled).mockResolvedValueOnce("done");
  expect(await whileThrottled(() => 10_000, work, wait)).toBe("done");
  expect(pauses).toHaveLength(1);
});

it("another error is not tried again", async () => {
  const error = new Error("no connection");
  const work = fail(error);
  await expect(whileThrottled(() => 10_000, work, wait)).rejects.toBe(error);
  expect(work).toHaveBeenCalledOnce();
});
