import { inject, mergeApplicationConfig } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { appConfig } from "./app.config.ts";
import { type Config, loadConfig } from "./config.ts";
import { CurrentSession } from "./current-session.ts";
import { Gate, SIGN_IN, type SignIn } from "./gate.ts";
import { createOrdersApi } from "./orders/orders-api.ts";
import { openSession, type SignInConfig, signIn, signInField } from "./session.ts";

async function start(): Promise<void> {
  const config = await loadConfig<Config & SignInConfig>();
  let problem: unknown;
  const opened = await openSession(config).catch((error: unknown) => {
    problem = error;
    return undefined;
  });
  const way: SignIn = { opened, problem, field: signInField, signIn: (typed) => signIn(config, typed) };
  // Pages ask for the API when they are shown, and so when somebody is signed in.
  const api = () => createOrdersApi(config.apiBaseUrl, inject(CurrentSession).session()?.fetch);
  const providers = [{ provide: SIGN_IN, useValue: way }];
  await bootstrapApplication(Gate, mergeApplicationConfig(appConfig(api), { providers }));
}

start().catch(() => {
  const message = document.createElement("p");
  message.role = "alert";
  message.textContent = "The site could not be started. Reload the page to try again.";
  document.querySelector("app-root")?.append(message);
});
