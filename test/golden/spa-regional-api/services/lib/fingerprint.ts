import { createHash } from "node:crypto";

/** The same for the same content, as a schema has read it, however the client ordered the properties of its JSON. */
export function fingerprint(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
