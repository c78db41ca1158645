import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../../dev/local-cloud.mjs";
import type { Item } from "../item.ts";
import { name } from "../name.ts";
import { apiUrl } from "./api.ts";
import { apiCaller } from "./caller.ts";

const unknown = "00000000-0000-4000-8000-000000000000";

let local: LocalCloud;
let call: typeof fetch;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
});
afterAll(() => local?.close());

function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return call(`${apiUrl(local)}/${name}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

const create = (key: string, body: unknown = { name: "First" }) =>
  send("POST", "", body, { "idempotency-key": key });
const itemOf = async (response: Response) => (await response.json()) as Item;

describe(name, () => {
  it("are created once a key, and read", async () => {
    const response = await create("first");
    expect(response.status).toBe(201);
    const item = await itemOf(response);
    expect(response.headers.get("location")).toBe(`${name}/${item.id}`);
    expect(await itemOf(await create("first"))).toEqual(item);
    expect(await itemOf(await send("GET", `/${item.id}`))).toEqual(item);
    expect((await create("first", { name: "Other" })).status).toBe(422);
  });

  it("are listed page by page, the newest first", async () => {
    const ids: string[] = [];
    for (const key of ["a", "b", "c"]) ids.unshift((await itemOf(await create(key))).id);
    const page = (await (await send("GET", "?limit=2")).json()) as { items: Item[]; cursor: string };
    expect(page.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const next = (await (await send("GET", `?limit=2&cursor=${page.cursor}`)).json()) as { items: Item[] };
    expect(next.items[0]?.id).toBe(ids[2]);
    expect((await send("GET", "?limit=0")).status).toBe(400);
  });

  it("are updated once a version", async () => {
    const { id } = await itemOf(await create("to update", { name: "Before", note: "to go" }));
    const response = await send("PUT", `/${id}`, { name: "After", version: 1 });
    const item = await itemOf(response);
    expect(item).toMatchObject({ id, name: "After", version: 2 });
    expect(item).not.toHaveProperty("note");
    expect((await send("PUT", `/${id}`, { name: "Late", version: 1 })).status).toBe(409);
    expect((await send("PUT", `/${unknown}`, { name: "None", version: 1 })).status).toBe(404);
  });

  it("are deleted", async () => {
    const { id } = await itemOf(await create("to delete"));
    expect((await send("DELETE", `/${id}`)).status).toBe(204);
    expect((await send("GET", `/${id}`)).status).toBe(404);
    expect((await send("DELETE", `/${id}`)).status).toBe(404);
  });

  it("are refused with every fault", async () => {
    const response = await create("bad", { name: 7, owner: "me" });
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect((await send("POST", "", { name: "No key" })).status).toBe(400);
  });
});
