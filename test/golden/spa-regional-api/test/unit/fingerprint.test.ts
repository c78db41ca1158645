import { describe, expect, it } from "vitest";
import { fingerprint } from "../../services/lib/fingerprint.ts";

describe("a fingerprint", () => {
  it("follows the content", () => {
    const one = { customerId: "c-1", items: [{ sku: "tea" }] };
    expect(fingerprint(one)).toBe(fingerprint(structuredClone(one)));
    expect(fingerprint(one)).not.toBe(fingerprint({ ...one, items: [] }));
  });
});
