/**
 * What is audited: states of `tests/shots/states.mjs` by their names, reached by the same steps.
 *
 * - `"load"`: the address is also loaded anew, as at a first visit, in a window of its own; gives all categories.
 * - `"steps"`: what happens on the way there is watched instead; for pages that need the open wallet.
 * - `"look"`: only the page as it stands; for windows that a step opens.
 *
 * `also` is a second language, on the phone. `isSearched`: people should find it with a search engine, so it is audited for
 * that too.
 */
export const PAGES = {
  start: { how: "load", isSearched: true, also: "en" },
  words: { how: "steps" },
  restore: { how: "load" },
  home: { how: "steps", also: "ru" },
  send: { how: "steps", also: "en" },
  activity: { how: "steps" },
  receive: { how: "steps" },
  settings: { how: "steps", also: "en" },
  exchange: { how: "steps" },
  bank: { how: "steps" },
  help: { how: "load", isSearched: true },
  locked: { how: "load", also: "ru" },

  cafe: { how: "load", isSearched: true },
  pay: { how: "look", also: "ru" },
  "pay-receipt": { how: "look" },
  "cafe-thanks": { how: "look" },

  "deposit-new": { how: "steps", also: "en" },

  "till-sign-in": { how: "load", also: "en" },
  "till-keypad": { how: "load" },
  "till-customer": { how: "load", also: "ru" },
  "till-orders": { how: "load", also: "en" },
  "till-order": { how: "load" },
  "till-receipt": { how: "load" },
  // The pay page by a link, in the window of the till's page; its language stands in the link.
  "pay-large": { how: "load" },

  places: { how: "load", isSearched: true, also: "en" },
  place: { how: "load", isSearched: true },
  property: { how: "load", isSearched: true },
  "property-map": { how: "load", isSearched: true },
  listing: { how: "load", isSearched: true, also: "ru" },
  invest: { how: "load", isSearched: true },
  offering: { how: "load", isSearched: true, also: "en" },
  zone: { how: "load", isSearched: true },
};
