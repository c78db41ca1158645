/**
 * A reference of a mapping template as the inside of a text in JSON: nothing in it can end the text. API Gateway escapes
 * single quotes too, which JSON does not allow.
 */
export const jsonText = (reference: string): string =>
  `$util.escapeJavaScript(${reference}).replaceAll("\\\\'", "'")`;
