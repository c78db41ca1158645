import { describe, expect, it } from "vitest";
import { isGood, newKey, readKey } from "../../services/auth/api-key.ts";

const now = new Date("2026-01-01T00:00:00Z");
const seconds = now.getTime() / 1000;
const content = { principal: "partner", scopes: ["orders/read"], expiresAt: seconds + 60 };
const { key, stored } = newKey(content, now);
const secret = readKey(key)?.secret ?? "";

describe("a key", () => {
  it("is good with its own secret alone", () => {
    expect(isGood(stored, secret, now)).toBe(true);
    expect(isGood(stored, readKey(newKey(content).key)?.secret ?? "", now)).toBe(false);
    expect(isGood(stored, "", now)).toBe(false);
  });

  it("ends in the second in which it expires, and when it is revoked", () => {
    expect(isGood({ ...stored, expiresAt: seconds }, secret, now)).toBe(false);
    expect(isGood({ ...stored, revokedAt: now.toISOString() }, secret, now)).toBe(false);
  });

  it("is stored without its secret, and never twice in the same way", () => {
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(newKey(content, now).stored.hash).not.toBe(stored.hash);
  });

  it.each(["", "a.b", "a.b.c", `${key}x`, ` ${key}`])("is not %j", (text) => {
    expect(readKey(text)).toBeUndefined();
  });
});
