import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { settingsOf } from "../../infra/edge/settings.ts";

const answers = vi.fn<(url: string) => Promise<Response>>();
let host: string;
let hosts = 0;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (url: string) => answers(url));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  // Settings are kept by host, for as long as the process lives.
  hosts += 1;
  host = `d${hosts}.cloudfront.net`;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  answers.mockReset();
});

it("reads a setting once in five seconds", async () => {
  answers.mockImplementation(async () => new Response("one"));
  const settings = settingsOf(host);
  expect(await settings("releases")).toBe("one");
  expect(await settings("releases")).toBe("one");
  expect(answers).toHaveBeenCalledTimes(1);
  expect(answers).toHaveBeenCalledWith(`https://${host}/_edge/releases`);
  answers.mockImplementation(async () => new Response("two"));
  vi.advanceTimersByTime(5_001);
  expect(await settings("releases")).toBe("two");
});

it.each([
  ["refuses", async () => new Response("", { status: 503 })],
  ["cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
])("goes on with what it read last when the distribution %s, and takes the next that it can read", async (_, fails) => {
  const settings = settingsOf(host);
  answers.mockImplementation(async () => new Response("one"));
  expect(await settings("releases")).toBe("one");
  answers.mockImplementation(fails);
  for (let times = 0; times < 3; times += 1) {
    vi.advanceTimersByTime(5_001);
    expect(await settings("releases")).toBe("one");
  }
  expect(answers).toHaveBeenCalledTimes(4);
  expect(console.error).toHaveBeenCalledTimes(3);
  answers.mockImplementation(async () => new Response("two"));
  vi.advanceTimersByTime(5_001);
  expect(await settings("releases")).toBe("two");
});

it("lets nobody by while it has never read one, and asks again for the next visitor", async () => {
  const settings = settingsOf(host);
  answers.mockImplementation(async () => new Response("", { status: 503 }));
  await expect(settings("releases")).rejects.toThrow("answered 503");
  answers.mockImplementation(async () => new Response("one"));
  expect(await settings("releases")).toBe("one");
});

it("knows what is not set", async () => {
  answers.mockImplementation(async () => new Response("", { status: 404 }));
  expect(await settingsOf(host)("releases")).toBeUndefined();
});
