import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./app.tsx";
import { loadConfig } from "./config.ts";
import { createOrdersApi } from "./orders/orders-api.ts";
import "./styles.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

loadConfig().then(
  ({ apiBaseUrl }) =>
    root.render(
      <StrictMode>
        <BrowserRouter>
          <App api={createOrdersApi(apiBaseUrl)} />
        </BrowserRouter>
      </StrictMode>,
    ),
  () => root.render(<p role="alert">The site could not be started. Reload the page to try again.</p>),
);
