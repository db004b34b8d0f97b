/** Style of the shadow tree, for a constructable sheet: a strict CSP allows it. */
export const STYLE = `
:host{display:inline-block;color-scheme:light dark}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
button{box-sizing:border-box;width:100%;min-height:48px;padding:12px 20px;border:0;cursor:pointer;
display:flex;gap:.6em;align-items:center;justify-content:center;
font:600 1em/1.25 var(--cryptocity-font,system-ui,sans-serif);border-radius:var(--cryptocity-radius,12px);
background:var(--cryptocity-background,light-dark(#00566b,#7fdcea));color:var(--cryptocity-color,light-dark(#fff,#06262d))}
button:enabled:hover{filter:brightness(1.1)}
:focus-visible{outline:3px solid var(--cryptocity-focus,light-dark(#00566b,#7fdcea));outline-offset:3px}
[aria-busy=true]::before{content:"";flex:none;width:.7em;height:.7em;border:.18em solid;border-top-color:transparent;
border-radius:50%;animation:s 1s linear infinite}
:disabled{cursor:default}
p{margin:.5em 0 0;font:.875em/1.4 var(--cryptocity-font,system-ui,sans-serif)}
p:empty{margin:0}
a{color:inherit}
@keyframes s{to{rotate:1turn}}
@media(prefers-reduced-motion){*,::before{animation:none!important}}
`;
