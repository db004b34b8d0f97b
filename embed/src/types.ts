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
  readonly button: HTMLButtonElement;
  /** The polite live region under the button. */
  readonly status: HTMLElement;
  locale(): Locale;
  emit(event: EventName, detail?: Detail): void;
}

/** What happens after the click; one for each element. */
export interface Flow {
  /**
   * Runs one payment. `popup` is null when the browser blocked it; `ready` resolves when the pay page in `popup`,
   * checked by origin and source, asks for its order.
   */
  start(popup: Window | null, ready: Promise<void>): void;
  /** Writes the current text again, after a change of language. */
  render(): void;
}

export type CreateFlow = (view: View, wallet: string) => Flow;

/** The lazy script's element: the loader leaves a callback on it, so that no global name is needed. */
export type FlowScript = HTMLScriptElement & { cryptocity?: (create: CreateFlow) => void };
