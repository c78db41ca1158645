import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageSecurity } from "../../infra/edge/page-security.ts";
import type { Reply, Visit } from "../../infra/edge/visit.ts";
import { contentSecurityPolicy, inlineHashes } from "../../infra/lib/content-security-policy.ts";
import { directivesOf, gradeOf } from "../security-grade.ts";

describe("the content security policy", () => {
  it("names the scripts and styles that stand in a page by their hashes, and no others", () => {
    const folder = mkdtempSync(join(tmpdir(), "policy-"));
    const page = join(folder, "index.html");
    writeFileSync(
      page,
      `<script src="/a.js"></script><script>alert('Hello, world.');</script><style>p{}</style>`,
    );
    const inline = inlineHashes(page);
    rmSync(folder, { recursive: true });
    // The hash that the specification gives for this script (W3C, Content Security Policy, "External JavaScript").
    expect(inline.scripts).toEqual(["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]);
    const directives = directivesOf(contentSecurityPolicy(["https://api.example.com"], inline));
    expect(directives.get("script-src")).toEqual(["'self'", ...inline.scripts]);
    expect(directives.get("style-src")).toEqual(["'self'", ...inline.styles]);
    expect(directives.get("connect-src")).toEqual(["'self'", "https://api.example.com"]);
  });

  it("is the page's own on pages; what the bucket knows of it stays inside", async () => {
    const visit: Visit = { id: "1", uri: "/index.html", query: "", cookies: {}, headers: {} };
    const reply = (type: string): Reply => ({
      headers: { "content-type": type, "x-amz-meta-page-policy": "own", "content-security-policy": "all" },
      cookies: [],
    });
    const page = reply("text/html");
    await pageSecurity.response?.(visit, page, async () => undefined);
    expect(page.headers["content-security-policy"]).toBe("own");
    const file = reply("image/svg+xml");
    await pageSecurity.response?.(visit, file, async () => undefined);
    expect(file.headers["content-security-policy"]).toBe("all");
    expect([page, file].map(({ headers }) => headers["x-amz-meta-page-policy"])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("the grade", () => {
  it("falls with each fault, and names it", () => {
    expect(gradeOf(new Headers()).grade).toBe("F");
    const policy = "default-src 'none'; script-src * 'unsafe-inline'; base-uri 'none'; form-action 'self'";
    expect(gradeOf(new Headers({ "content-security-policy": policy })).faults).toContain(
      "Scripts may come from anywhere, or stand in the page.",
    );
  });
});
