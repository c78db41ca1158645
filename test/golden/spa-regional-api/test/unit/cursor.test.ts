import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "../../services/lib/cursor.ts";

const position = {
  createdAt: "2026-01-02T03:04:05.678Z",
  id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21",
};
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor", () => {
  it("leads back to its position", () => {
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  it.each([
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("nonsense").toString("base64url")],
    ["an object", encode(position)],
    ["another key", encode([position.createdAt, "IDEMPOTENCY#secret"])],
    ["another time", encode(["yesterday", position.id])],
    ["too much", encode([position.createdAt, position.id, "order"])],
  ])("is refused when it holds %s", (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow("cursor is not one that this list has given.");
  });
});
