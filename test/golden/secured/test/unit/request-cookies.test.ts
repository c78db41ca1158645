import { expect, it } from "vitest";
import { requestCookies } from "../../infra/edge/request-cookies.ts";

it("gives cookies by name in lower case, of one header or several", () => {
  const values = ["__Host-session=a.b.c; Theme=dark=1", "__Host-rollout=0042"];
  const cookies = { "__host-session": "a.b.c", theme: "dark=1", "__host-rollout": "0042" };
  expect(requestCookies(values)).toEqual(cookies);
});

it.each([
  "__host-session",
  "__HOST-session",
  "__HoSt-Session",
])("takes %s, which another host may have set, for no cookie of this one", (name) => {
  expect(requestCookies([`__Host-session=own; ${name}=foreign`])).toEqual({ "__host-session": "own" });
  expect(requestCookies([`${name}=foreign; __Host-session=own`])).toEqual({ "__host-session": "own" });
  expect(requestCookies([`${name}=foreign`])).toEqual({});
});
