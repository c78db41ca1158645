import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { isGivenUp, mayWait } from "../../services/orders/may-wait.ts";
import { daysToTry, daysToWait } from "../../services/orders/waiting.ts";
import { requestIdAt } from "../request-ids.ts";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-01-02T03:04:05.678Z").getTime();
beforeAll(() => {
  vi.useFakeTimers({ now });
});
afterAll(() => {
  vi.useRealTimers();
});

it.each([
  ["was just given", 0],
  ["is nearly too old", daysToWait * day - 2000],
])("a request waits whose id %s", (_, age) => {
  expect(mayWait(requestIdAt(new Date(now - age)))).toBe(true);
});

it.each([
  ["is too old", requestIdAt(new Date(now - daysToWait * day - 1000))],
  ["is of another day to come", requestIdAt(new Date(now + day))],
  ["is of another kind", "00000000-0000-4000-8000-000000000000"],
  ["is none", "no-such-order"],
])("no request waits whose id %s", (_, id) => {
  expect(mayWait(id)).toBe(false);
});

it.each([
  ["is given up once it is too old to be tried", requestIdAt(new Date(now - daysToTry * day - 1000)), true],
  ["is tried before that", requestIdAt(new Date(now - daysToTry * day + 2000)), false],
  ["is tried whatever its id says", "00000000-0000-4000-8000-000000000000", false],
])("what nobody has worked off %s", (_, id, is) => {
  expect(isGivenUp(id, undefined)).toBe(is);
});
