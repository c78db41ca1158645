import type { Surroundings } from './types.ts';

/** Waits by the clock. When all is over meanwhile, it never comes back, and leaves no timer behind. */
export function sleep({ clock, signal }: Pick<Surroundings, 'clock' | 'signal'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return;
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', cancel);
      resolve();
    });
    signal.addEventListener('abort', cancel, { once: true });
  });
}
