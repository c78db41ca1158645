/** A `fetch` that sends a credential along. */
export function bearer(credential: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${credential}`);
    return fetch(input, { ...init, headers });
  };
}
