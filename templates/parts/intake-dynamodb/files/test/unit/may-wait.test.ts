import { expect, it } from "vitest";
import { isGivenUp } from "../../services/orders/may-wait.ts";
import { daysToTry } from "../../services/orders/waiting.ts";

const ago = (days: number) => String(Date.now() - days * 24 * 60 * 60 * 1000);

it.each([
  ["was just accepted", { createdAt: ago(0) }, false],
  ["the stream no longer has", { createdAt: ago(daysToTry + 1) }, true],
  ["was put back", { createdAt: ago(daysToTry + 2), redrivenAt: ago(0) }, false],
  ["was put back too long ago", { createdAt: ago(daysToTry + 2), redrivenAt: ago(daysToTry + 1) }, true],
])("an order that %s", (_, item, is) => {
  expect(isGivenUp("", item)).toBe(is);
});
