// API Gateway escapes single quotes too, which JSON does not allow.
const escaped = (value: string) => `$util.escapeJavaScript(${value}).replaceAll("\\\\'", "'")`;

/** Has to stand before `orderText` in a mapping template. */
export const orderTextVariables = [
  `#set($key = ${escaped("$input.params('Idempotency-Key')")})`,
  `#set($order = ${escaped("$input.json('$')")})`,
].join("");

/**
 * An order with what API Gateway knows about it: a JSON document as a text within JSON, so that quotes are escaped once
 * more. What comes from the client is escaped before, and cannot change the document.
 */
export const orderText = [
  '"{',
  '\\"id\\":\\"$id\\",',
  '\\"acceptedAt\\":$context.requestTimeEpoch,',
  `\\"key\\":\\"${escaped("$key")}\\",`,
  '\\"order\\":$order',
  '}"',
].join("");
