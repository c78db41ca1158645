import { jsonText } from "./json-text.ts";

/** Has to stand before `orderText` in a mapping template. */
export const orderTextVariables = [
  `#set($key = ${jsonText("$input.params('Idempotency-Key')")})`,
  `#set($order = ${jsonText("$input.json('$')")})`,
].join("");

/**
 * An order with what API Gateway knows about it: a JSON document as a text within JSON, so that quotes are escaped once
 * more. What comes from the client is escaped before, and cannot change the document.
 */
export const orderText = [
  '"{',
  '\\"id\\":\\"$id\\",',
  '\\"acceptedAt\\":$context.requestTimeEpoch,',
  `\\"key\\":\\"${jsonText("$key")}\\",`,
  '\\"order\\":$order',
  '}"',
].join("");
