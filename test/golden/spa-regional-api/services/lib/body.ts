import { en } from "zod/locales";
import * as z from "zod/mini";
import { type Fault, Problem } from "./problem.ts";

// zod/mini comes without texts.
z.config(en());

/** Reads a JSON body. A bad one is a 400 that names every fault, not only the first. */
export function readBody<T extends z.ZodMiniType>(schema: T, body: string): z.output<T> {
  const parsed = z.safeParse(schema, parseJson(body));
  if (parsed.success) return parsed.data;
  throw new Problem(400, "The request body is not valid.", parsed.error.issues.flatMap(faultsOf));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem(400, "The request body is not JSON.");
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== "unrecognized_keys") return [{ detail: issue.message, pointer: pointer(issue.path) }];
  return issue.keys.map((key) => ({ detail: "Unknown property", pointer: pointer([...issue.path, key]) }));
}

/** `["items", 0, "a/b"]` as `#/items/0/a~1b` (RFC 6901). */
function pointer(path: PropertyKey[]): string {
  const segments = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return `#${segments.map((segment) => `/${encodeURIComponent(segment)}`).join("")}`;
}
