/** What the element, the flow and the entry points share. Nothing here is left at run time. */

export type Locale = "kk" | "ru" | "en";

/** Names of the events that the element dispatches. */
export type EventName = "ready" | "open" | "authorized" | "settled" | "failed" | "expired" | "closed";

/** `detail` of an event. */
export interface Detail {
  orderId?: string | undefined;
  statusUrl?: string | undefined;
  status?: string | undefined;
}

/** The parts of one element that the flow may touch. */
export interface View {
  readonly host: HTMLElement & { items?: unknown };
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  /** The polite live region under the button. */
  readonly status: HTMLElement;
  locale(): Locale;
  emit(event: EventName, detail?: Detail): void;
  /** Windows that this page opens are cut off from it: no more windows from here on. */
  cut(): void;
}

/** What happens after the click; one for each element. */
export interface Flow {
  /** Runs one payment. `popup` is null when none was opened, by the browser's will or because it would be cut off. */
  start(popup: Window | null): void;
  /** Takes up the order that this page was left for, if it was this element's. */
  resume(): void;
  /** Writes the current text again, after a change of language. */
  render(): void;
}

export type CreateFlow = (view: View, wallet: string) => Flow;

/** The lazy script's element: the loader leaves a callback on it, so that no global name is needed. */
export type FlowScript = HTMLScriptElement & { cryptocity?: (create: CreateFlow) => void };
