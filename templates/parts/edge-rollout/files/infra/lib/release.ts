import { FileSystem } from "aws-cdk-lib";

/** Name of the release in web/dist: another content is another release, and the same content the same. */
export function builtRelease(): string {
  return FileSystem.fingerprint("web/dist").slice(0, 12);
}
