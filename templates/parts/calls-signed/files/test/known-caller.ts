/** Whether the orders service knows who asks it, by the `authorization` header: by the key of a role, which signs for API Gateway. */
export const isKnownCaller = (authorization = ""): boolean =>
  /^AWS4-HMAC-SHA256 Credential=ASIA\w{16}\/\d{8}\/[\w-]+\/execute-api\/aws4_request, /.test(authorization);
