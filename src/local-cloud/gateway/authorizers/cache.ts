/** Results of Lambda authorizers, kept for their time to live. */
export interface AuthorizerCache {
  get<T>(key: string, now: number): T | undefined;
  put(key: string, value: unknown, ttlSeconds: number, now: number): void;
  clear(): void;
}

/** More entries than a laptop sees; the oldest leave first. */
const limit = 1000;

export function authorizerCache(): AuthorizerCache {
  const entries = new Map<string, { value: unknown; until: number }>();
  return {
    get: <T>(key: string, now: number) => {
      const entry = entries.get(key);
      return entry && entry.until > now ? (entry.value as T) : undefined;
    },
    put: (key, value, ttlSeconds, now) => {
      if (ttlSeconds <= 0) return;
      entries.delete(key);
      entries.set(key, { value, until: now + ttlSeconds * 1000 });
      if (entries.size > limit) entries.delete(entries.keys().next().value!);
    },
    clear: () => entries.clear(),
  };
}
