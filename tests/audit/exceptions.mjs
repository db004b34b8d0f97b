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
  {
    audit: "trusted-types-xss",
    why:
      "Leptos makes elements of its own templates through innerHTML, the till's script parses the till's own pages: a policy " +
      "would let all of it pass. Scripts are held to the page's own origin instead, inline ones are forbidden",
  },
  {
    audit: "csp-xss",
    pages: ["cafe"],
    why: "the example of a shop names the two origins it takes scripts from; each of them serves nothing else",
  },
  {
    audit: "origin-isolation",
    pages: ["cafe", "pay-large"],
    why: "the shop's page and the pay page that it opens talk to each other: an opener policy would cut the link",
  },
  {
    audit: "errors-in-console",
    pages: ["pay-large"],
    element: "402",
    why: "x402 asks for payment by that status; browsers log it as an error",
  },
  {
    audit: "uses-text-compression",
    element: "/staff/",
    why: "the staff's pages hold a token beside what people type: compressed, their length could tell it (BREACH)",
  },
  {
    audit: "dom-size",
    pages: ["places", "property", "property-map"],
    why: "cards in sight and a screen beyond, each with a picture drawn in place of a photo; the list itself is drawn in part",
  },
  {
    audit: "link-text",
    pages: ["places", "offering"],
    element: "/more",
    why: "the last entry of the navigation leads to everything that has no place in it, and is called so",
  },
  {
    audit: "unminified-css",
    element: "/assets/till.css",
    why: "the till puts its sheet together from files when it starts; sent compressed, a minifier would spare it two kilobytes",
  },
  {
    audit: "unused-javascript",
    pages: ["property-map"],
    element: "/map/map",
    why: "Leaflet comes whole, with the first map only",
  },
  {
    audit: "uses-long-cache-ttl",
    pages: ["cafe"],
    element: "/checkout.js",
    why: "shops keep this address for ever: a mended version must reach them within minutes",
  },
];
