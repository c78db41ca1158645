import { NgComponentOutlet } from "@angular/common";
import { ChangeDetectionStrategy, Component, InjectionToken, inject, signal } from "@angular/core";
import { App } from "./app.ts";
import { Bar } from "./bar.ts";
import { CurrentSession } from "./current-session.ts";
import { Failure } from "./failure.ts";
import { PageTitle } from "./page-title.ts";
import type { Session } from "./session.ts";

/** How people sign in. */
export interface SignIn {
  /** Who is signed in already. */
  opened: Session | undefined;
  /** What they type in; without it, they do so on a page of their own. */
  field: string | undefined;
  /** Why a sign-in came to nothing. */
  problem?: unknown;
  signIn(typed: string): Promise<Session>;
}

export const SIGN_IN = new InjectionToken<SignIn>("sign-in");

/** The pages for those who are signed in; for others, the way to sign in. Either way the address stays. */
@Component({
  selector: "app-root",
  imports: [Bar, Failure, NgComponentOutlet, PageTitle],
  templateUrl: "./gate.html",
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Gate {
  readonly #way = inject(SIGN_IN);
  readonly #current = inject(CurrentSession);
  protected readonly session = this.#current.session;
  protected readonly field = this.#way.field;
  protected readonly error = signal(this.#way.problem);
  protected readonly pages = App;

  constructor() {
    this.#current.session.set(this.#way.opened);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const typed = new FormData(event.target as HTMLFormElement).get("typed");
    try {
      this.#current.session.set(await this.#way.signIn(String(typed ?? "")));
    } catch (failed) {
      this.error.set(failed);
    }
  }
}
