import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3EventRecord } from "aws-lambda";

// Made once per execution environment, so that its connections are used again.
export const s3Client = new S3Client();

export interface StoredObject {
  /** Without escapes. */
  name: string;
  text: string;
  metadata: Record<string, string>;
}

/** The object that an event of S3 tells of. */
export async function readObject({ bucket, object }: S3EventRecord["s3"]): Promise<StoredObject> {
  const name = decodeURIComponent(object.key.replaceAll("+", " "));
  const answer = await s3Client.send(new GetObjectCommand({ Bucket: bucket.name, Key: name }));
  return { name, text: (await answer.Body?.transformToString()) ?? "", metadata: answer.Metadata ?? {} };
}
