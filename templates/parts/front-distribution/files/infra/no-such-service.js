/** Refuses paths that no service has, in the form of the services' own refusals (RFC 9457). */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls `handler` by its name.
function handler() {
  const problem = {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: "No service has this path.",
  };
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: {
      "content-type": { value: "application/problem+json" },
      "cache-control": { value: "no-store" },
    },
    body: { encoding: "text", data: JSON.stringify(problem) },
  };
}
