import { Injectable, signal } from "@angular/core";
import type { Session } from "./session.ts";

/** Who is signed in, for whatever shows it and for the calls of the API. */
@Injectable({ providedIn: "root" })
export class CurrentSession {
  readonly session = signal<Session | undefined>(undefined);
}
