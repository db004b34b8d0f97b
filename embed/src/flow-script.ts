// The lazy second script of checkout.js. It leaves no global: the loader's callback sits on its own script element.
import { createFlow } from "./flow.js";
import type { FlowScript } from "./types.js";

(document.currentScript as FlowScript | null)?.cryptocity?.(createFlow);
