import { ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { LocalCloud } from "../../dev/local-cloud.mjs";
import { draft } from "./orders-client.ts";

/** Puts an order into the bucket as Firehose does. */
export async function store(
  { local }: { local: LocalCloud },
  { id, key }: { id: string; key: string },
): Promise<void> {
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  const s3 = new S3Client({
    endpoint: local.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    forcePathStyle: true,
  });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  await s3.send(
    new PutObjectCommand({
      Bucket: Buckets[0]?.Name,
      Key: `accepted/${key}`,
      Body: `${JSON.stringify({ id, key, acceptedAt: 1767323045678, order: draft })}\n`,
    }),
  );
  s3.destroy();
}
