import type { Construct } from "constructs";
import type { Site } from "./site.ts";

/** What the functions at the edge read from the bucket: nothing. */
export function addEdgeContent(_scope: Construct, _site: Site): void {}
