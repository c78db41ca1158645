import { afterNextRender, Directive, ElementRef, inject } from "@angular/core";
import { Title } from "@angular/platform-browser";

/** The heading of a page. It takes the focus, so that a screen reader says where a link has led to. */
@Directive({ selector: "h1[appPageTitle]", host: { tabindex: "-1" } })
export class PageTitle {
  constructor() {
    const heading = inject<ElementRef<HTMLHeadingElement>>(ElementRef).nativeElement;
    const title = inject(Title);
    afterNextRender(() => {
      title.setTitle(`${heading.textContent} · Orders`);
      heading.focus();
    });
  }
}
