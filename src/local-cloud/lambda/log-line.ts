/**
 * One readable line of what a function logged: JSON of structured loggers (Powertools, pino) shrinks to its level and
 * message, anything else keeps its first line.
 */
export function condense(level: string, text: string): string {
  const structured = text.startsWith('{') ? parse(text) : undefined;
  if (!structured) return prefix(level, firstLine(text));
  const named = structured.level ?? structured.severity ?? level;
  const message = structured.message ?? structured.msg ?? text;
  const error = structured.error as { name?: unknown; message?: unknown } | undefined;
  const cause = error?.message ? ` (${error.name ?? 'Error'}: ${error.message})` : '';
  return prefix(levelName(named), firstLine(`${messageText(message)}${cause}`));
}

/**
 * One readable line for the error document of a failed invocation: type, first line of the message, and where in the
 * project's code it began. `root` is cut from paths.
 */
export function describeError(payload: string, root: string): string {
  const { errorType = 'Error', errorMessage = '', trace = [] } = parse(payload) ?? {};
  const frames = Array.isArray(trace) ? trace.map(String) : [];
  const frame = frames
    .map((line) => /(?:\(| at )((?:file:\/\/)?\/[^()]+:\d+:\d+)/.exec(line)?.[1])
    .find(Boolean);
  const place = frame === undefined ? '' : ` (${frame.replace('file://', '').replace(`${root}/`, '')})`;
  return `${errorType}: ${firstLine(String(errorMessage))}${place}`;
}

/** An object that was logged is its JSON, an error its type and message. */
function messageText(message: unknown): string {
  if (typeof message === 'string') return message;
  const { errorType, errorMessage } = Object(message);
  return errorMessage === undefined ? JSON.stringify(message) : `${errorType}: ${errorMessage}`;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function prefix(level: string, text: string): string {
  return level === '' ? text : `${level} ${text}`;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : `${text.slice(0, end)} ...`;
}

/** pino writes levels as numbers. */
function levelName(level: unknown): string {
  const names: Record<number, string> = {
    10: 'TRACE',
    20: 'DEBUG',
    30: 'INFO',
    40: 'WARN',
    50: 'ERROR',
    60: 'FATAL',
  };
  return typeof level === 'number' ? (names[level] ?? String(level)) : String(level).toUpperCase();
}
