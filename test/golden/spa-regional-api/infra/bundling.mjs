import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import * as esbuild from "esbuild";

/**
 * The handlers of a service, `<folder>/handlers/<name>.ts`, as entry points: source by output path, without extension.
 * @param {string} root Folder that paths start from, with a slash at its end
 * @param {string} service
 * @param {string} folder Of the service, below the root
 */
export function handlersOf(root, service, folder) {
  const path = `${folder}/handlers`;
  const files = existsSync(root + path) ? readdirSync(root + path) : [];
  const entries = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [`${service}/${basename(file, ".ts")}/index`, `${path}/${file}`]);
  return Object.fromEntries(entries);
}

/**
 * @param {string} root
 * @param {Record<string, string>} entryPoints
 * @returns {esbuild.BuildOptions}
 */
export function bundling(root, entryPoints) {
  return {
    absWorkingDir: root,
    entryPoints,
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

/** @param {esbuild.BuildOptions} options */
export async function bundle(options) {
  rmSync(`${options.absWorkingDir}/dist`, { recursive: true, force: true });
  await esbuild.build(options);
}
