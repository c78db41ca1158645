import { ChangeDetectionStrategy, Component } from "@angular/core";
import { RouterOutlet } from "@angular/router";
import { Bar } from "./bar.ts";

@Component({
  selector: "app-root",
  imports: [Bar, RouterOutlet],
  template: `
    <app-bar />
    <main>
      <router-outlet />
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {}
