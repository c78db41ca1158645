import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
// The store takes only requests whose signature holds in every Region.
import "@aws-sdk/signature-v4a";

/** The SDK puts the account before the host, for which the address of the local cloud has no room. */
function storeClient(): CloudFrontKeyValueStoreClient {
  const local = process.env.AWS_ENDPOINT_URL;
  if (!local) return new CloudFrontKeyValueStoreClient();
  const signing = {
    name: "sigv4a",
    signingName: "cloudfront-keyvaluestore",
    signingRegion: "us-east-1",
    signingRegionSet: ["*"],
    properties: {},
  };
  return new CloudFrontKeyValueStoreClient({
    endpointProvider: () => ({ url: new URL(local), properties: { authSchemes: [signing] } }),
  });
}

/** A setting of the edge; undefined when there is none. */
export async function readSetting<T>(storeArn: string, key: string): Promise<T | undefined> {
  const client = storeClient();
  try {
    const { Value } = await client.send(new GetKeyCommand({ KvsARN: storeArn, Key: key }));
    return Value === undefined ? undefined : (JSON.parse(Value) as T);
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** Writes a setting of the edge: the functions see it within seconds, without a deploy. */
export async function writeSetting(storeArn: string, key: string, value: unknown): Promise<void> {
  const client = storeClient();
  const { ETag } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN: storeArn }));
  // By the tag the write is refused when somebody else has written meanwhile.
  await client.send(
    new PutKeyCommand({ KvsARN: storeArn, Key: key, Value: JSON.stringify(value), IfMatch: ETag }),
  );
}

/** The caller's mistake; the message names the remedy. */
export class UsageError extends Error {}

/** Runs a command whose first argument is the store, and says what is wrong with its arguments. */
export async function runCommand(
  usage: string,
  given: string[],
  run: (storeArn: string, argv: string[]) => Promise<string>,
): Promise<void> {
  const [storeArn = "", ...argv] = given;
  try {
    if (!storeArn.startsWith("arn:"))
      throw new UsageError("Name the key value store by its ARN: the output of the web stack.");
    console.info(await run(storeArn, argv));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nUsage: ${usage}`);
    process.exitCode = 2;
  }
}
