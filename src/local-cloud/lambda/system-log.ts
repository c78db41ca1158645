/**
 * The lines that Lambda itself writes around an invocation, as text or, with the JSON log format, as platform events filtered
 * by the system log level (Lambda guide, "Log-level filtering" and "Telemetry API event schema", 2026).
 */
import type { Answer } from './answer.ts';
import type { LambdaFunction } from './functions.ts';
import { isKept } from './log-levels.ts';
import { report } from './outcome.ts';

/** The line before the handler runs, if there is one. */
export function startLines({ logging }: LambdaFunction, requestId: string, version: string): string[] {
  if (logging.format === 'Text') return [`START RequestId: ${requestId} Version: ${version}`];
  return event(logging.systemLevel, 'INFO', 'platform.start', { requestId, version });
}

/** A line that the function wrote through its console. */
export function applicationLine(
  { logging }: LambdaFunction,
  requestId: string,
  level: string,
  text: string,
): string {
  if (logging.format === 'JSON') return text;
  return `${new Date().toISOString()}\t${requestId}\t${level || 'INFO'}\t${text}`;
}

/** What the runtime writes of a failed invocation; `payload` is the error document. */
export function errorLines({ logging }: LambdaFunction, requestId: string, payload: string): string[] {
  const timestamp = new Date().toISOString();
  if (logging.format === 'Text') return [`${timestamp}\t${requestId}\tERROR\tInvoke Error \t${payload}`];
  if (!isKept('ERROR', logging.applicationLevel)) return [];
  const { trace: stackTrace, ...message } = JSON.parse(payload) as Record<string, unknown>;
  return [JSON.stringify({ timestamp, level: 'ERROR', requestId, message: { ...message, stackTrace } })];
}

/** The lines after the handler: its end and its report. `duration` is in milliseconds. */
export function endLines(
  fn: LambdaFunction,
  requestId: string,
  duration: number,
  answer: Answer,
  error: boolean,
): string[] {
  if (fn.logging.format === 'Text')
    return [`END RequestId: ${requestId}`, report(fn, requestId, duration, answer)];
  const { systemLevel } = fn.logging;
  const status = error ? 'error' : 'success';
  const durationMs = Number(duration.toFixed(2));
  const metrics = {
    durationMs,
    billedDurationMs: Math.ceil(duration),
    memorySizeMB: fn.memoryMb,
    maxMemoryUsedMB: Math.ceil((answer.memory ?? 0) / 1_048_576),
  };
  return [
    ...event(systemLevel, error ? 'WARN' : 'DEBUG', 'platform.runtimeDone', {
      requestId,
      status,
      metrics: { durationMs, producedBytes: Buffer.byteLength(answer.payload) },
    }),
    ...event(systemLevel, error ? 'WARN' : 'INFO', 'platform.report', { requestId, metrics, status }),
  ];
}

const event = (least: string, level: string, type: string, record: object): string[] =>
  isKept(level, least) ? [JSON.stringify({ time: new Date().toISOString(), type, record })] : [];
