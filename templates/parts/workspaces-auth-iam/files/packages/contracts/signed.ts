import { AwsClient } from "aws4fetch";

/**
 * A `fetch` that signs requests (Signature Version 4) with the credentials of the function that it runs in, or of another
 * environment. The signature holds the host and the path, so that it is good for the URL that was given alone.
 * @param region of the API that is called
 */
export function signed(region: string, env: Record<string, string | undefined> = process.env): typeof fetch {
  const client = new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: env.AWS_SESSION_TOKEN,
    region,
    service: "execute-api",
    // client.ts says what is sent again.
    retries: 0,
  });
  return (input, init) => client.fetch(input instanceof URL ? input.href : input, init);
}
