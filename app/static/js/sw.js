// The service worker. With wifi it changes nothing; without, it shows the pages that keep.js laid down for the one pupil
// who was here last. It reads, it never writes a page: only keep.js does, without names and tokens.
// DIGEST stands above, put there by the server: another look of the house is another worker, and other caches.
const PAGES = "werf-pages-", FILES = `werf-files-${DIGEST}`;
const NOBODYS = "/offline";
const PATIENCE = 4000;  // ms; a wifi that answers later than this is no wifi for a child
const AWAY = [502, 503, 504];

// "No wifi now" of nobody, with what draws it but the letters, for who is signed out: asked without a cookie, so that it knows no
// name. A wifi that goes just now is no reason to be without the rest.
const keepNobodys = async () => {
  const answer = await fetch(NOBODYS, { headers: { "X-Keep": "1" }, credentials: "omit", cache: "no-store" });
  if (!answer.ok || answer.redirected || answer.headers.has("X-Owner")) return;
  const cache = await caches.open(FILES), text = await answer.clone().text();
  const named = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+?\.(?:css|js|svg)[^"#]*)/g)].map(([, path]) => path);
  await cache.addAll([...new Set(named)]);
  await cache.put(NOBODYS, answer);
};
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepNobodys().catch(() => {}));
});
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("werf-") && !name.endsWith(DIGEST)) await caches.delete(name);
  }
  await self.clients.claim();
})()));

// A page that came while this worker was being set up asks for it (keep.js): else it would be without until the next one.
self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));

// Whoever is here now: the pages of anybody else go at once. Nobody here: all go.
const forget = async (owner) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== `${PAGES}${owner}-${DIGEST}`) await caches.delete(name);
  }
};
const kept = async (path) => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  return names.length === 1 ? (await caches.open(names[0])).match(path) : undefined;
};
const nobodys = async () => (await caches.open(FILES)).match(NOBODYS, { ignoreVary: true });
const heard = async (answer) => {
  if (answer.type === "basic" && answer.status < 500) await forget(answer.headers.get("X-Owner") || "");
  return answer;
};
const page = async (request) => {
  const path = new URL(request.url).pathname;
  const asked = fetch(request).catch(() => null);
  const slow = new Promise((done) => { setTimeout(done, PATIENCE); });
  let answer = await Promise.race([asked, slow]);
  const held = answer && !AWAY.includes(answer.status) ? undefined : await kept(path);
  if (held) return held;
  answer ??= await asked;
  return answer ? heard(answer) : (await kept(NOBODYS)) || (await nobodys()) || Response.error();
};
const file = async (request) => {
  const cache = await caches.open(FILES);
  return (await cache.match(request, { ignoreVary: true })) || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url), isPage = request.mode === "navigate";
  if (url.origin !== location.origin) return;
  // Somebody comes in, goes out, or changes the language: nothing that was kept may be shown after it.
  if (isPage && request.method === "POST" && !url.pathname.startsWith("/learn/")) event.waitUntil(forget(""));
  if (request.method !== "GET") return;
  if (isPage) event.respondWith(page(request));
  else if (/^\/(static|media)\//.test(url.pathname)) event.respondWith(file(request));
});
