import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  viewChild,
} from "@angular/core";
import { ApiError } from "./orders/orders-api.ts";

/**
 * What went wrong, with every fault that the API names. It takes the focus when it appears.
 * Its content is shown below: a button that tries again.
 */
@Component({
  selector: "app-failure",
  template: `
    <div #box role="alert" tabindex="-1" class="failure">
      <p>{{ message() }}</p>
      @if (faults().length > 0) {
        <ul>
          @for (fault of faults(); track fault) {
            <li><code>{{ fault.pointer }}</code> {{ fault.detail }}</li>
          }
        </ul>
      }
      <ng-content />
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Failure {
  readonly error = input.required<unknown>();
  protected readonly box = viewChild.required<ElementRef<HTMLElement>>("box");
  protected readonly message = computed(() => {
    const error = this.error();
    return error instanceof Error ? error.message : "Something went wrong.";
  });
  protected readonly faults = computed(() => {
    const error = this.error();
    return error instanceof ApiError ? error.faults : [];
  });

  constructor() {
    afterRenderEffect(() => {
      // Another error is another message to hear.
      this.error();
      this.box().nativeElement.focus();
    });
  }
}
