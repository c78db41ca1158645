/** What config.json says of signing in: nothing. */
export type SignInConfig = object;

/** Somebody who is signed in. The key is in the memory of this page alone: a reloaded page asks for it again. */
export interface Session {
  readonly user: string;
  /** A `fetch` that says who calls. */
  readonly fetch: typeof fetch;
  signOut(): Promise<void>;
}

/** What people type in here to sign in. */
export const signInField: string | undefined = "Access key";

/** The session of a visitor who comes to the page: nobody is signed in yet. */
export async function openSession(_config: SignInConfig): Promise<Session | undefined> {
  return undefined;
}

/** Takes a key as it is: the API says whether it is good. */
export async function signIn(_config: SignInConfig, key: string): Promise<Session> {
  const [prefix = ""] = key.split(".");
  return {
    user: prefix,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("authorization", `Bearer ${key}`);
      return fetch(input, { ...init, headers });
    },
    // A page that is loaded anew knows no key.
    signOut: async () => location.assign("/"),
  };
}
