import { readBody } from "@shared/lib/body.ts";
import { describe, expect, it } from "vitest";
import { ItemUpdate, NewItem, newItem } from "../item.ts";

const read = (body: unknown) => readBody(NewItem, JSON.stringify(body));

describe("an item", () => {
  it("starts at version 1", () => {
    expect(newItem({ name: "First" }, new Date("2026-01-02T03:04:05.678Z"))).toMatchObject({
      name: "First",
      version: 1,
      createdAt: "2026-01-02T03:04:05.678Z",
      updatedAt: "2026-01-02T03:04:05.678Z",
    });
  });

  it("may have a note", () => {
    expect(read({ name: "First", note: "in gold" })).toEqual({ name: "First", note: "in gold" });
  });

  it("needs a name, and has nothing but its properties", () => {
    expect(() => read({ name: "" })).toThrow("not valid");
    expect(() => read({ name: "First", owner: "me" })).toThrow("not valid");
    expect(() => readBody(ItemUpdate, '{"name":"First"}')).toThrow("not valid");
  });
});
