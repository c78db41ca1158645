/** Whether a media type is binary for an API. */
export type BinaryTypes = (mediaType: string) => boolean;

/** Compiles `BinaryMediaTypes`: exact types, `image/*`, and the all-matching type (developer guide, "Binary media types"). */
export function compileBinaryTypes(types: string[] | undefined): BinaryTypes {
  const list = (types ?? []).map((type) => type.toLowerCase());
  const exact = new Set(list);
  if (exact.has('*/*')) return () => true;
  const prefixes = list.filter((type) => type.endsWith('/*')).map((type) => type.slice(0, -1));
  return (mediaType) => exact.has(mediaType) || prefixes.some((prefix) => mediaType.startsWith(prefix));
}

/** The first media type of an `Accept` header: the one that decides on a binary answer (developer guide, ibidem). */
export const firstAccepted = (accept: string | undefined): string =>
  (accept ?? '').split(',')[0]!.split(';')[0]!.trim().toLowerCase();
