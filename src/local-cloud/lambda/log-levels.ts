/** Levels of logs by how much they matter (Lambda guide, "Log-level filtering", 2026). */
const order = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Whether a line of this level is kept where the least level is `least`. A level that is none counts as INFO. */
export const isKept = (level: string, least: string): boolean => rank(level) >= rank(least);

function rank(level: string): number {
  // Powertools' name for FATAL.
  const at = order.indexOf(level === 'CRITICAL' ? 'FATAL' : level);
  return at < 0 ? order.indexOf('INFO') : at;
}

/**
 * The level of a line that a function wrote to stdout or stderr itself: the one in its JSON, and INFO for JSON without a level
 * or without a timestamp in RFC 3339 (Lambda guide, ibidem). `undefined` for text, which Lambda does not filter.
 */
export function levelOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, timestamp } = JSON.parse(line);
    const isTimed = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(String(timestamp));
    return isTimed && typeof level === 'string' ? level.toUpperCase() : 'INFO';
  } catch {
    return undefined;
  }
}
