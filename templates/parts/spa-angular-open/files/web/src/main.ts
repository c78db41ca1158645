import { bootstrapApplication } from "@angular/platform-browser";
import { appConfig } from "./app.config.ts";
import { App } from "./app.ts";
import { loadConfig } from "./config.ts";
import { createOrdersApi } from "./orders/orders-api.ts";

loadConfig().then(
  ({ apiBaseUrl }) =>
    bootstrapApplication(
      App,
      appConfig(() => createOrdersApi(apiBaseUrl)),
    ),
  () => {
    const message = document.createElement("p");
    message.role = "alert";
    message.textContent = "The site could not be started. Reload the page to try again.";
    document.querySelector("app-root")?.append(message);
  },
);
