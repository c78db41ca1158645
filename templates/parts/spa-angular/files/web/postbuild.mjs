// The builder puts its files into one folder. Those with a hash in their names stay there, in dist/assets/, and are cached
// for a year; the page that names them and the files of public/ belong above.
import { cpSync, renameSync, rmSync } from "node:fs";

const dist = new URL("dist/", import.meta.url);
renameSync(new URL("assets/index.html", dist), new URL("index.html", dist));
cpSync(new URL("public/", import.meta.url), dist, { recursive: true });
// The list of what was rendered at build time: nothing.
rmSync(new URL("prerendered-routes.json", dist));
