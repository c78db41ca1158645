import { resend } from './api.ts';
import type { Store } from './store.ts';

export const viewNames = ['picture', 'requests', 'data', 'mail', 'log', 'refusals', 'differences'] as const;
export type ViewName = (typeof viewNames)[number];

/** What views may ask of the page as a whole. */
export interface App {
  store: Store;
  /** Text of the filter, in words of lower case. */
  filter(): string[];
  show(view: ViewName): void;
  /** Opens a request, a node of the picture, or a node's data. */
  openTrace(id: string): void;
  openNode(id: string): void;
  openData(id: string): void;
  /** Lights the way of a request in the picture. */
  lightTrace(id: string): void;
  say(text: string): void;
}

/** One of the tabs. */
export interface View {
  element: HTMLElement;
  /** Called when the view comes to the front, and while it is there whenever something changed. */
  update(): void;
  /** Number beside the name of the tab. */
  count?(): { value: number; bad?: boolean } | undefined;
  open?(id: string): void;
  /** Keys of the view, by `KeyboardEvent.key`; they act where no field is focused. */
  keys?: Record<string, () => void>;
  /** Closes what is open; false when nothing was. */
  close?(): boolean;
}

/** Sends a request again and opens the new one. */
export async function resendTrace(app: App, id: string): Promise<void> {
  try {
    const { traceId, text } = await resend(id);
    app.say(`Sent again: ${text}.`);
    app.openTrace(traceId);
  } catch (error) {
    app.say((error as Error).message);
  }
}

export const matches = (words: string[], text: string): boolean => {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
};
