import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Sources of what stands in a page itself. */
export interface Inline {
  scripts: string[];
  styles: string[];
}

/** What a page may load and connect to: nothing but what is named here. */
export function contentSecurityPolicy(
  connectTo: string[],
  inline: Inline = { scripts: [], styles: [] },
): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'", ...inline.scripts],
    "style-src": ["'self'", ...inline.styles],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...connectTo],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([directive, sources]) => [directive, ...sources].join(" "))
    .join("; ");
}

/** Hashes of the scripts and styles that a page holds itself, so that the policy lets these and no others run. */
export function inlineHashes(page: string): Inline {
  const html = readFileSync(page, "utf8");
  return {
    scripts: hashesOf(html, /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi),
    styles: hashesOf(html, /<style[^>]*>([\s\S]*?)<\/style>/gi),
  };
}

function hashesOf(html: string, element: RegExp): string[] {
  return [...html.matchAll(element)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
}
