// checkout.js: the classic script that merchants include. The rest is fetched at the first click.
import { define } from "./element.js";
import type { CreateFlow, FlowScript } from "./types.js";

/** Path on the wallet origin and hash of the lazy script, written by build.mjs. */
declare const FLOW_PATH: string;
declare const FLOW_INTEGRITY: string;

const { src, nonce } = document.currentScript as HTMLScriptElement;
const wallet = new URL(src).origin;
let flow: Promise<CreateFlow> | undefined;

define(
  wallet,
  () =>
    (flow ??= new Promise((resolve, reject) => {
      const script: FlowScript = document.createElement("script");
      script.src = wallet + FLOW_PATH;
      script.integrity = FLOW_INTEGRITY;
      script.crossOrigin = "";
      script.nonce = nonce;
      script.cryptocity = resolve;
      script.onerror = () => {
        // The next click tries again.
        flow = undefined;
        reject();
      };
      document.head.append(script);
    })),
);
