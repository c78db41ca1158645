import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  signal,
  viewChild,
} from "@angular/core";
import type { Authenticator, Secret } from "./authenticator.ts";
import { Failure } from "./failure.ts";

/** The button that opens a dialog, and the dialog in which people set up an authenticator app or remove it. */
@Component({
  selector: "app-authenticator",
  imports: [Failure],
  templateUrl: "./authenticator-app.html",
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuthenticatorApp {
  readonly authenticator = input.required<Authenticator>();
  protected readonly state = signal<Secret | "on" | undefined>(undefined);
  protected readonly error = signal<unknown>(undefined);
  protected readonly secret = computed(() => {
    const state = this.state();
    return state === "on" ? undefined : state;
  });
  protected readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>("dialog");
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>("heading");

  constructor() {
    // What the dialog has to say now is where a screen reader goes on.
    afterRenderEffect(() => {
      if (this.state()) this.heading().nativeElement.focus();
    });
  }

  // The dialog opens with what it has to say, so that nothing in it moves.
  protected open(): Promise<void> {
    const show = () => this.dialog().nativeElement.showModal();
    return this.attempt(async () => this.state.set(await this.authenticator().open().finally(show)));
  }

  protected turnOn(event: Event): Promise<void> {
    event.preventDefault();
    const code = String(new FormData(event.target as HTMLFormElement).get("code"));
    return this.attempt(async () => {
      await this.authenticator().turnOn(code);
      this.state.set("on");
    });
  }

  protected turnOff(): Promise<void> {
    return this.attempt(async () => {
      await this.authenticator().turnOff();
      this.dialog().nativeElement.close();
    });
  }

  protected forget(): void {
    this.state.set(undefined);
    this.error.set(undefined);
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.error.set(undefined);
    } catch (failed) {
      this.error.set(failed);
    }
  }
}
