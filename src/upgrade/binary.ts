const sniffed = 8000;

/** True when the content is not text that lines can be merged in: a NUL among the first 8000 bytes, as git judges it. */
export function isBinary(content: Uint8Array): boolean {
  return content.subarray(0, sniffed).includes(0);
}
