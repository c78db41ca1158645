/** The thread of one execution environment: waits for its function, then answers one event at a time. */
import { open, url } from 'node:inspector';
import { parentPort } from 'node:worker_threads';
import type { Assignment, FromRuntime, ToRuntime } from '../protocol.ts';
import { keepCompiledCode, useCompiledCode } from './compiled-code.ts';
import { captureOutput } from './console.ts';
import { errorPayload, rejectionPayload } from './errors.ts';
import { type Handler, loadHandler } from './handler.ts';
import { answer } from './invocation.ts';
import { memoryAgainst } from './memory.ts';
import { confineProcess } from './process.ts';
import { redirectHosts } from './redirect.ts';
import { rehearse } from './rehearsal.ts';

const port = parentPort!;
const current = { requestId: '' };
const send = (message: FromRuntime) => port.postMessage(message);
const logged = captureOutput(
  (level, text) => send(['log', current.requestId, level, text]),
  () => current.requestId,
);
confineProcess();

let handler: Handler | undefined;
let isAssigned = false;
/** Ends before the thread gets its function, which shall find nothing half done. */
let prepared: Promise<void> | undefined;
let memoryLimit = Number.POSITIVE_INFINITY;

port.on('message', (message: ToRuntime) => {
  if (message[0] === 'preload') prepared = preload(message[1], message[2], message[3]);
  else if (message[0] === 'assign') void assign(message[1]);
  else if (message[0] === 'measure') send(['memory', memoryAgainst(memoryLimit)]);
  else void invoke(message);
});

process.on('uncaughtException', (error) => die(129, 'Uncaught Exception', errorPayload(error)));
process.on('unhandledRejection', (reason) =>
  die(128, 'Unhandled Promise Rejection', rejectionPayload(reason)),
);

/** A module that cannot be loaded fails the function that imports it, and is its to report. */
async function preload(urls: readonly string[], endpoint: string, compiledCode: string): Promise<void> {
  useCompiledCode(compiledCode);
  const loading = await Promise.allSettled(urls.map((url) => import(url)));
  const loaded = loading.flatMap((each) => ('value' in each ? [each.value] : []));
  await rehearse(loaded, endpoint, () => isAssigned);
  // Not while somebody waits: a later thread will do it.
  if (!isAssigned) keepCompiledCode();
}

async function assign(assignment: Assignment): Promise<void> {
  isAssigned = true;
  await prepared;
  memoryLimit = assignment.memoryLimit;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, assignment.variables);
  if (process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON')
    logged.useJson(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE');
  if (/--enable-source-maps/.test(process.env.NODE_OPTIONS ?? '')) process.setSourceMapsEnabled(true);
  redirectHosts(assignment);
  if (assignment.inspectPort !== undefined) openInspector(assignment.inspectPort);
  try {
    handler = await loadHandler(assignment);
    send(['ready']);
  } catch (error) {
    send(['initFailed', errorPayload(error)]);
  }
}

function openInspector(wanted: number): void {
  open(wanted, '127.0.0.1');
  // Another program may have taken the port meanwhile.
  if (url() === undefined) open(0, '127.0.0.1');
  send(['inspector', url() ?? '']);
}

async function invoke([, requestId, ...call]: Extract<ToRuntime, ['invoke', ...unknown[]]>): Promise<void> {
  current.requestId = requestId;
  const reply = await answer(handler!, port, requestId, ...call);
  logged.flush();
  current.requestId = '';
  // What is left in memory after an event was there within it.
  const held = reply[0] === 'done' && reply[2] > memoryLimit ? memoryAgainst(memoryLimit) : 0;
  send(held > memoryLimit ? ['memory', held] : reply);
}

function die(status: number, title: string, payload: string): void {
  // Within an event the answer itself is logged.
  if (current.requestId === '') logged.error(title, payload);
  send(['fatal', payload]);
  process.exit(status);
}
