import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { type Config, loadConfig } from "./config.ts";
import { Gate } from "./gate.tsx";
import { openSession, type SignInConfig, signIn, signInField } from "./session.ts";
import "./styles.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

async function start(): Promise<void> {
  const config = await loadConfig<Config & SignInConfig>();
  let problem: unknown;
  const session = await openSession(config).catch((error: unknown) => {
    problem = error;
    return undefined;
  });
  root.render(
    <StrictMode>
      <BrowserRouter>
        <Gate
          apiBaseUrl={config.apiBaseUrl}
          opened={session}
          problem={problem}
          field={signInField}
          signIn={(typed) => signIn(config, typed)}
        />
      </BrowserRouter>
    </StrictMode>,
  );
}

start().catch(() =>
  root.render(<p role="alert">The site could not be started. Reload the page to try again.</p>),
);
