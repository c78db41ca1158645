/**
 * Deep links are routes of the application: every path without a file extension gets its page.
 * @param {import("aws-lambda").CloudFrontFunctionsEvent} event
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls `handler` by its name.
function handler(event) {
  const request = event.request;
  const file = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (!file.includes(".")) request.uri = "/index.html";
  return request;
}
