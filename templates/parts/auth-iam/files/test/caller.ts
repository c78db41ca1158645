import { AwsClient } from "aws4fetch";
import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Calls the API as somebody who may do everything: with requests that the developer has signed. */
export async function apiCaller({ env }: LocalCloud): Promise<typeof fetch> {
  return signed(env);
}

/** A `fetch` that signs requests (Signature Version 4) with the keys of an environment. */
export function signed(env: Record<string, string>): typeof fetch {
  const client = new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: env.AWS_SESSION_TOKEN,
    region: env.AWS_REGION,
    service: "execute-api",
    // What the API refuses is what the tests look at.
    retries: 0,
  });
  return (input, init) => client.fetch(input instanceof URL ? input.href : input, init);
}
