import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Releases } from "./edge/releases.ts";
import { UsageError } from "./edge-settings.ts";

/** Refuses releases that visitors would find nothing of. @throws UsageError that names the first one */
export async function requireDeployed(bucket: string, releases: Releases): Promise<void> {
  for (const release of [releases.stable, releases.candidate]) {
    if (release !== undefined && !(await isDeployed(bucket, release))) {
      throw new UsageError(
        `Release ${release} is not in the bucket ${bucket}: deploy it first, or name one that was deployed.`,
      );
    }
  }
}

/** True when a page of the release is there, whichever variant it is for. */
async function isDeployed(bucket: string, release: string): Promise<boolean> {
  // The bucket is in the Region of its stage, whatever that of the command is.
  const s3 = new S3Client({ followRegionRedirects: true });
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `releases/${release}/` }),
  );
  return Contents.some(({ Key }) => Key?.endsWith("/index.html"));
}
