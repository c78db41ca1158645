import { useContext } from "react";
import { Link } from "react-router";
import { AuthenticatorApp } from "./authenticator-app.tsx";
import { SessionContext } from "./session-context.ts";

/** What stands above every page, with who is signed in and their second factor. */
export function Bar() {
  const session = useContext(SessionContext);
  return (
    <header className="bar">
      <Link to="/" className="brand">
        Orders
      </Link>
      {session && (
        <div className="account">
          <span>{session.user}</span>
          <AuthenticatorApp authenticator={session.authenticator} />
          <button type="button" onClick={() => void session.signOut()}>
            Sign out
          </button>
        </div>
      )}
    </header>
  );
}
