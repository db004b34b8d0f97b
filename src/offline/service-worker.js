// The wallet without a network (https://w3c.github.io/ServiceWorker/). Every build writes its own name and files below, so
// that page, programs and worker of one build stay together: an open page keeps its build until its owner reloads it.
// The pay page, and the wallet's page that pays servers without an order, are not served from here: they always come from
// the network, with a policy of their own.
const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const ZONE = "zone";

addEventListener("install", (event) => event.waitUntil(store()));
addEventListener("activate", (event) => event.waitUntil(forgetOldBuilds()));

// The new build waits until its owner agrees, or until the last page of the old one is closed.
addEventListener("message", ({ data }) => {
  if (data === "activate") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (/^\/(pay|x402|embed)(\/|$)/.test(pathname)) return;
  // Pages of the app have no file's name: a memorandum of an offering is no page.
  if (request.mode === "navigate" && !/\.[a-z0-9]+$/i.test(pathname)) return event.respondWith(page(request));
  // The registry and its roots. The catalogue below keeps itself.
  if (/^\/zone\/[^/]+$/.test(pathname)) return event.respondWith(newest(request));
  if (FILES.includes(pathname)) event.respondWith(kept(request));
});

async function store() {
  const build = await caches.open(BUILD);
  await build.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
}

/** An open page of the build before may still load its lazy parts. */
async function forgetOldBuilds() {
  // The zone and the catalogue are not builds.
  const builds = (await caches.keys()).filter((name) => name.startsWith("build-") && name !== BUILD);
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function page(request) {
  return (await (await caches.open(BUILD)).match("/")) ?? fetch(request);
}

/** Names hold hashes: a file of any build is the right one. Others are this build's. */
async function kept(request) {
  return (await (await caches.open(BUILD)).match(request)) ?? (await caches.match(request)) ?? fetch(request);
}

/** What is signed and dated: the newest there is, else the last seen. Whether it is too old the key worker decides. */
async function newest(request) {
  const zone = await caches.open(ZONE);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) await zone.put(request, answer.clone());
    return answer;
  } catch (error) {
    const known = await zone.match(request);
    if (known) return known;
    throw error;
  }
}
