// Bundles every function: services/<service>/handlers/<name>.ts -> dist/<service>/<name>/index.mjs
// The same bundles are served by `dev`, tested and deployed.
import { readdirSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, bundling, handlersOf } from "./infra/bundling.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

export function options() {
  const services = readdirSync(`${root}services`);
  const handlers = services.map((service) => handlersOf(root, service, `services/${service}`));
  // What runs as Lambda@Edge, where there is any.
  handlers.push(handlersOf(root, "edge", "infra/edge"));
  return bundling(root, Object.assign({}, ...handlers));
}

export const build = () => bundle(options());

if (realpathSync(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) await build();
