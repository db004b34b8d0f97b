/**
 * Failed audits that are meant, each with its reason. `pages` are names of `pages.mjs`, all without it; `element` is what the
 * description of each failing element must hold. An entry that excuses nothing fails the run.
 */
export const EXCEPTIONS = [
  {
    audit: "has-hsts",
    why: "the demo is served over http on this machine; with `--hsts` the site server sends two years",
  },
  {
    audit: "valid-source-maps",
    element: ".wasm",
    why: "modules of a release carry no debugging information: it is larger than their code",
  },
  {
    audit: "bf-cache",
    why: "the browser that runs this has that cache switched off; pages of a wallet and a till say no-store on purpose",
  },
];
