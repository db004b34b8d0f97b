/** Styles of the shadow tree, for constructable sheets: a strict CSP allows them. */

/** What the button needs to be drawn. */
export const STYLE = `
:host{display:inline-block;color-scheme:light dark;--b:var(--cryptocity-background,light-dark(#00566b,#7fdcea));
--f:var(--cryptocity-font,system-ui,sans-serif)}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host([size=small]){font-size:.8em}
:host([size=large]){font-size:1.25em}
button{box-sizing:border-box;width:100%;min-height:3em;padding:.6em 1.2em;cursor:pointer;
display:flex;gap:.6em;align-items:center;justify-content:center;font:600 1em/1.25 var(--f);
border:2px solid var(--b);border-radius:var(--cryptocity-radius,12px);
background:var(--b);color:var(--cryptocity-color,light-dark(#fff,#06262d))}
:host([variant=outline]) button{background:0 0;color:var(--b)}
:host([mode=test]) button:after{content:"TEST";opacity:.7}
:focus-visible{outline:3px solid var(--cryptocity-focus,var(--b));outline-offset:3px}
`;

/** What is seen only after a click. */
export const FLOW_STYLE = `
button:enabled:hover{filter:brightness(1.1)}
[aria-busy=true]{animation:s 1s infinite alternate}
@keyframes s{to{opacity:.5}}
@media(prefers-reduced-motion){*{animation:none!important}}
div:not(:empty){margin-top:.5em;font:.875em/1.4 var(--f)}
a{color:inherit}
`;
