// Bundles the functions of this service: handlers/<name>.ts -> dist/<service>/<name>/index.mjs
// The same bundles are served by `dev`, tested and deployed.
import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, bundling, handlersOf } from "@shared/constructs/bundling.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

export const options = () => bundling(root, handlersOf(root, basename(root), "."));

export const build = () => bundle(options());

if (realpathSync(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) await build();
