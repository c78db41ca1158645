import { execFileSync } from "node:child_process";
import { build } from "../build.mjs";

/** Infrastructure and end-to-end tests read the bundles in dist/ and web/dist/. */
export async function setup(): Promise<void> {
  execFileSync("npm", ["run", "build", "--silent"], {
    cwd: "web",
    shell: process.platform === "win32",
    // Vitest sets it to "test", which React would be built for.
    env: { ...process.env, NODE_ENV: "production" },
  });
  await build();
}
