import { existsSync, readdirSync } from "node:fs";
import { get } from "node:http";
import type { LocalCloud } from "../dev/local-cloud.mjs";
import { slug } from "../packages/constructs/config.ts";

const isService = (folder: string) => existsSync(`services/${folder}/infra/service.ts`);

export const services = readdirSync("services").filter(isService);

/** Where a service itself is found on this machine; `api` is the distribution before all of them. */
export const urlOf = (local: LocalCloud, service: string): string => local.url(`${slug}-${service}-`);

/** The status that any port of this machine gives for a host of the local cloud. */
export function statusOf(local: LocalCloud, host: string, path: string): Promise<number | undefined> {
  const [url = ""] = Object.values(local.urls);
  return new Promise((done, fail) => {
    get(new URL(path, url), { headers: { host } }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on("error", fail);
  });
}
