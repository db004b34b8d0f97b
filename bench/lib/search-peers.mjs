// Runs in a worker of the browser: the same listings and questions in other people's engines and in a plain filter.
import { create, insertMultiple, search } from "@orama/orama";
import { Document } from "flexsearch";
import MiniSearch from "minisearch";

const FIELDS = ["place", "text"];

const languages = (text) => (text ? [text.kk, text.ru, text.en].join(" ") : "");
const read = async (urls) => {
  const docs = [];
  for (const url of urls) {
    for (const line of (await (await fetch(url)).text()).split("\n")) {
      if (!line) continue;
      const listing = JSON.parse(line);
      docs.push({
        id: String(docs.length),
        place: [listing.addressLocality, listing.streetAddress, listing.complex].map(languages).join(" "),
        text: [listing.seller.name, listing.description].map(languages).join(" "),
      });
    }
  }
  return docs;
};

/** Each builds and gives a function from a question to a count. */
const ENGINES = {
  "plain filter": async (docs) => {
    const all = docs.map((doc) => `${doc.place} ${doc.text}`.toLowerCase());
    return (asked) => {
      const words = asked.toLowerCase().split(/\s+/);
      return all.filter((text) => words.every((word) => text.includes(word))).length;
    };
  },
  MiniSearch: async (docs) => {
    const index = new MiniSearch({ fields: FIELDS });
    index.addAll(docs);
    const options = { prefix: true, fuzzy: 0.2, combineWith: "AND", boost: { place: 4 } };
    return (asked) => index.search(asked, options).length;
  },
  FlexSearch: async (docs) => {
    const index = new Document({ tokenize: "forward", document: { id: "id", index: FIELDS } });
    for (const doc of docs) index.add(doc);
    return (asked) => index.search(asked, { limit: 100_000 }).reduce((sum, part) => sum + part.result.length, 0);
  },
  Orama: async (docs) => {
    const index = create({ schema: { place: "string", text: "string" } });
    await insertMultiple(index, docs, 5000);
    return async (asked) => (await search(index, { term: asked, tolerance: 1, limit: 40 })).count;
  },
};

onmessage = async ({ data: { urls, queries, rounds, engine } }) => {
  const docs = await read(urls);
  const begun = performance.now();
  const ask = await ENGINES[engine](docs);
  const built = performance.now() - begun;
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const query of queries) {
      const started = performance.now();
      await ask(query);
      times.push(performance.now() - started);
    }
  }
  // What was only needed to build is not held against it.
  globalThis.gc?.();
  postMessage({ built, times });
};
