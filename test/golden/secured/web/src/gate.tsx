import { type FormEvent, useMemo, useState } from "react";
import { App } from "./app.tsx";
import { Bar } from "./bar.tsx";
import { Failure } from "./failure.tsx";
import { createOrdersApi } from "./orders/orders-api.ts";
import { PageTitle } from "./page-title.tsx";
import type { Session } from "./session.ts";
import { SessionContext } from "./session-context.ts";

export interface GateProps {
  apiBaseUrl: string;
  /** Who is signed in already. */
  opened: Session | undefined;
  /** Why a sign-in came to nothing. */
  problem?: unknown;
  /** What people type in to sign in; without it, they do so on a page of their own. */
  field: string | undefined;
  signIn(typed: string): Promise<Session>;
}

/** The pages for those who are signed in; for others, the way to sign in. Either way the address stays. */
export function Gate({ apiBaseUrl, opened, ...more }: GateProps) {
  const [session, setSession] = useState(opened);
  const api = useMemo(() => session && createOrdersApi(apiBaseUrl, session.fetch), [apiBaseUrl, session]);
  if (!session || !api) return <SignIn {...more} onSession={setSession} />;
  return (
    <SessionContext value={session}>
      <App api={api} />
    </SessionContext>
  );
}

interface SignInProps extends Pick<GateProps, "problem" | "field" | "signIn"> {
  onSession(session: Session): void;
}

function SignIn({ problem, field, signIn, onSession }: SignInProps) {
  const [error, setError] = useState(problem);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("typed");
    try {
      onSession(await signIn(String(typed ?? "")));
    } catch (failed) {
      setError(failed);
    }
  }
  return (
    <>
      <Bar />
      <main>
        <PageTitle>Sign in</PageTitle>
        <p>Orders are for people who are signed in.</p>
        {error !== undefined && <Failure error={error} />}
        <form onSubmit={submit}>
          {field && (
            <label>
              {field}
              <input name="typed" type="password" required autoComplete="off" />
            </label>
          )}
          <div className="actions">
            <button type="submit" className="primary">
              Sign in
            </button>
          </div>
        </form>
      </main>
    </>
  );
}
