import { buildSync } from "esbuild";

/** CloudFront developer guide, "Quotas on CloudFront Functions": 10 KB, comments and spaces included. */
const largestFunction = 10_240;
/** What the runtime 2.0 does not know; esbuild refuses what it cannot write in other words. */
const unknownSyntax = [
  "array-spread",
  "class",
  "default-argument",
  "destructuring",
  "for-of",
  "generator",
  "object-extensions",
  "object-rest-spread",
  "rest-argument",
];

/** The code of a CloudFront Function: a module and all that it imports, in the JavaScript that the edge understands. */
export function edgeCode(entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2017",
    supported: Object.fromEntries(unknownSyntax.map((feature) => [feature, false])),
    alias: { "node:crypto": "crypto" },
    external: ["cloudfront", "crypto"],
    legalComments: "none",
    // Spaces alone: the shorter syntax would put `await` into arguments, which the edge does not take.
    minifyWhitespace: true,
    logLevel: "silent",
  });
  // CloudFront finds `handler` by its name, and knows no exports.
  const code = (outputFiles[0]?.text ?? "").replace(/export\s*\{\s*handler\s*\};?\s*$/, "");
  const size = Buffer.byteLength(code);
  if (size > largestFunction)
    throw new Error(
      `${entryPoint} is ${size} bytes of code; a CloudFront Function takes ${largestFunction}.`,
    );
  return code;
}
