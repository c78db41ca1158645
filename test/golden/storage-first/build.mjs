// Bundles every function: services/<service>/handlers/<name>.ts -> dist/<service>/<name>/index.mjs
// The same bundles are served by `dev`, tested and deployed.
import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Entry points by output path, without extension. */
function handlers() {
  const entries = readdirSync(`${root}services`).flatMap((service) => {
    const folder = `services/${service}/handlers`;
    const files = existsSync(root + folder) ? readdirSync(root + folder) : [];
    return files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [`${service}/${basename(file, ".ts")}/index`, `${folder}/${file}`]);
  });
  return Object.fromEntries(entries);
}

/** @returns {esbuild.BuildOptions} */
export function options() {
  return {
    absWorkingDir: root,
    entryPoints: handlers(),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // Prefers the ES modules of the AWS SDK: half the start-up time of its CommonJS.
    mainFields: ["module", "main"],
    sourcemap: "external",
    logLevel: "warning",
  };
}

export async function build() {
  rmSync(`${root}dist`, { recursive: true, force: true });
  await esbuild.build(options());
}

if (realpathSync(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) await build();
