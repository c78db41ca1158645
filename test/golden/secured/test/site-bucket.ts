import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Name of the bucket with the site. */
export async function siteBucket(local: LocalCloud): Promise<string> {
  const names = await (await fetch(local.endpoint)).text();
  const found = [...names.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, name = ""]) => name);
  return found.find((name) => /sitebucket/i.test(name)) ?? "";
}
