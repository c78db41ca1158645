import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Authenticator, Secret } from "./authenticator.ts";
import { Failure } from "./failure.tsx";

/** The button that opens a dialog, and the dialog in which people set up an authenticator app or remove it. */
export function AuthenticatorApp({ authenticator }: { authenticator: Authenticator }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [state, setState] = useState<Secret | "on">();
  const [error, setError] = useState<unknown>();
  // What the dialog has to say now is where a screen reader goes on.
  useEffect(() => {
    if (state) heading.current?.focus();
  }, [state]);

  async function attempt(work: () => Promise<void>) {
    try {
      await work();
      setError(undefined);
    } catch (failed) {
      setError(failed);
    }
  }
  // The dialog opens with what it has to say, so that nothing in it moves.
  const open = () =>
    attempt(async () => setState(await authenticator.open().finally(() => dialog.current?.showModal())));
  function turnOn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    void attempt(async () => {
      await authenticator.turnOn(code);
      setState("on");
    });
  }
  const turnOff = () =>
    attempt(async () => {
      await authenticator.turnOff();
      dialog.current?.close();
    });
  function forget() {
    setState(undefined);
    setError(undefined);
  }

  return (
    <>
      <button type="button" onClick={open}>
        Authenticator app
      </button>
      <dialog ref={dialog} aria-labelledby="authenticator-app" onClose={forget}>
        <h2 ref={heading} id="authenticator-app" tabIndex={-1}>
          Authenticator app
        </h2>
        {state === "on" && <p>It is on: whoever signs in as you is asked for a code of your app.</p>}
        {typeof state === "object" && (
          <form onSubmit={turnOn}>
            <p>
              Scan the picture with your app, or <a href={state.uri}>open an app on this device</a>.
            </p>
            <img src={state.qrCode} width="220" height="220" alt="QR code for your app" />
            <p>
              You can also type in this secret: <code>{state.text}</code>
            </p>
            <label>
              Code that the app shows
              <input
                name="code"
                required
                inputMode="numeric"
                pattern="[0-9]{6}"
                title="Six digits"
                autoComplete="one-time-code"
              />
            </label>
            <button type="submit" className="primary">
              Turn on
            </button>
          </form>
        )}
        <p className="actions">
          {state === "on" && (
            <button type="button" className="danger" onClick={turnOff}>
              Remove
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </p>
        {error !== undefined && <Failure error={error} />}
      </dialog>
    </>
  );
}
