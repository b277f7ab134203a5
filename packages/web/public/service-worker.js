/**
 * Keeps the files of the app so that its pages open without network. Knows static files only: answers of the service
 * are kept by the pages themselves, in IndexedDB.
 */
const name = "antar-app-1";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(["/", "/icon.svg", "/manifest.webmanifest"])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  const keep = event.data?.keep;
  if (!Array.isArray(keep)) return;
  event.waitUntil(
    caches.open(name).then(async (cache) => {
      for (const path of keep)
        if (path === "/" || !(await cache.match(path))) await cache.add(path).catch(() => undefined);
    }),
  );
});

async function fromNetworkFirst(request) {
  const cache = await caches.open(name);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put("/", fresh.clone());
    return fresh;
  } catch {
    return (await cache.match("/", { ignoreVary: true })) ?? Response.error();
  }
}

async function fromCacheFirst(request) {
  const cache = await caches.open(name);
  const kept = await cache.match(new URL(request.url).pathname, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === "/") event.respondWith(fromNetworkFirst(request));
  else if (url.pathname.startsWith("/assets/") || url.pathname === "/icon.svg")
    event.respondWith(fromCacheFirst(request));
});
