export interface Grade {
  grade: "A+" | "A" | "B" | "C" | "F";
  points: number;
  /** What cost points, each a sentence. */
  faults: string[];
}

/** Directives of a content security policy by name. */
export function directivesOf(policy: string): Map<string, string[]> {
  const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = "", ...sources]) => [name, sources]));
}

/** Grades the headers of a page, from 100 points downwards. */
export function gradeOf(headers: Headers): Grade {
  const faults: string[] = [];
  let points = 100;
  const expects = (cost: number, isGood: boolean, fault: string) => {
    if (isGood) return;
    points -= cost;
    faults.push(fault);
  };
  const header = (name: string) => headers.get(name) ?? "";

  const policy = directivesOf(header("content-security-policy"));
  const sourcesOf = (name: string) => policy.get(name) ?? policy.get("default-src") ?? ["*"];
  const open = (sources: string[]) =>
    sources.some((source) => /^('unsafe-(inline|eval|hashes)'|\*|https?:|data:|blob:)$/.test(source));
  expects(50, policy.size > 1, "There is no content security policy.");
  expects(25, !open(sourcesOf("script-src")), "Scripts may come from anywhere, or stand in the page.");
  expects(15, !open(sourcesOf("style-src")), "Styles may come from anywhere, or stand in the page.");
  expects(10, !open(sourcesOf("connect-src")), "Pages may send what they know to anywhere.");
  expects(10, policy.get("default-src")?.join() === "'none'", "What is not named is not forbidden.");
  for (const name of ["base-uri", "form-action", "frame-ancestors"]) {
    expects(10, policy.has(name) && !open(policy.get(name) ?? []), `${name} is open.`);
  }

  const transport = /max-age=(\d+)/.exec(header("strict-transport-security"))?.[1] ?? 0;
  expects(20, Number(transport) >= 31_536_000, "Browsers may come back without TLS within a year.");
  expects(10, header("x-content-type-options") === "nosniff", "Browsers may guess what a file is.");
  expects(
    5,
    /^(no-referrer|same-origin|strict-origin.*)$/.test(header("referrer-policy")),
    "Paths leave with links.",
  );
  expects(
    5,
    header("cross-origin-opener-policy") === "same-origin",
    "Other windows keep a hold on the page.",
  );
  expects(
    5,
    /^(require-corp|credentialless)$/.test(header("cross-origin-embedder-policy")),
    "It embeds anything.",
  );
  expects(5, header("cross-origin-resource-policy") === "same-origin", "Other sites may load its files.");
  expects(5, header("permissions-policy").includes("camera=()"), "Scripts may ask for devices.");
  // CloudFront puts its own name in the place of the one that the headers policy takes away.
  const server = header("server");
  expects(5, server === "" || server === "CloudFront", "The header server tells what is behind the site.");
  for (const name of ["x-powered-by", "x-amz-meta-page-policy", "x-amz-version-id"]) {
    expects(5, !headers.has(name), `The header ${name} tells what is behind the site.`);
  }
  return { grade: letterOf(points), points, faults };
}

function letterOf(points: number): Grade["grade"] {
  if (points >= 100) return "A+";
  if (points >= 90) return "A";
  if (points >= 75) return "B";
  return points >= 50 ? "C" : "F";
}
