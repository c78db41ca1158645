import { APP_BASE_HREF } from "@angular/common";
import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from "@angular/core";
import { provideRouter, withComponentInputBinding } from "@angular/router";
import { routes } from "./app.routes.ts";
import type { OrdersApi } from "./orders/orders-api.ts";
import { ORDERS_API } from "./orders/orders-api-token.ts";

/** What the application is given from outside. */
export function appConfig(api: () => OrdersApi): ApplicationConfig {
  return {
    providers: [
      provideBrowserGlobalErrorListeners(),
      provideRouter(routes, withComponentInputBinding()),
      // In place of a <base> element, which the content security policy of the site forbids.
      { provide: APP_BASE_HREF, useValue: "/" },
      { provide: ORDERS_API, useFactory: api },
    ],
  };
}
