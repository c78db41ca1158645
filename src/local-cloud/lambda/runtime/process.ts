/** Keeps what a function does to "its process" within its thread, and names what is not emulated. */
export function confineProcess(): void {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (pid !== process.pid) return kill(pid, signal);
    // A signal to itself ends the environment, as it would the sandbox's process; signal 0 only asks.
    if (signal !== 0) process.exit(1);
    return true;
  };
  process.abort = () => process.exit(134);
  const streaming = () => {
    throw new Error(
      'Response streaming (awslambda.streamifyResponse) is not emulated by the local cloud: return the whole response.',
    );
  };
  Object.assign(globalThis, {
    awslambda: { streamifyResponse: streaming, HttpResponseStream: { from: streaming } },
  });
}
