/**
 * Lambda's clock shows UTC. A thread cannot have a time zone of its own, so the local cloud's process takes UTC on while
 * it serves functions; returns what gives the former zone back.
 */
export function useUtc(): () => void {
  const former = process.env.TZ;
  process.env.TZ = 'UTC';
  return () => {
    if (former === undefined) delete process.env.TZ;
    else process.env.TZ = former;
  };
}
