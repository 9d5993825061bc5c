// The service worker of phones at the gate and in the hall. With a network it changes nothing; without, it shows the page
// that gate-outbox.js laid down. It reads, it never writes a page. DIGEST stands above: another look is another worker.
const PAGES = "gate-pages", FILES = `gate-files-${DIGEST}`;
const PATIENCE = 4000, OLDEST = 12 * 3600e3;  // ms; names of a class lie no longer on a phone
const MINE = /^\/visits\/(gate|arrival|presence)\//;
const AWAY = [502, 503, 504];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("gate-files-") && name !== FILES) await caches.delete(name);
  await self.clients.claim();
})()));

const kept = async (path) => {
  const pages = await caches.open(PAGES), held = await pages.match(path);
  if (!held) return undefined;
  if (Date.now() - Number(held.headers.get("X-Kept")) < OLDEST) return held;
  await pages.delete(path);
  return undefined;
};
const page = async (request) => {
  const path = new URL(request.url).pathname;
  const asked = fetch(request).catch(() => null);
  const slow = new Promise((done) => { setTimeout(done, PATIENCE); });
  let answer = await Promise.race([asked, slow]);
  const held = answer && !AWAY.includes(answer.status) ? undefined : await kept(path);
  if (held) return held;
  answer ??= await asked;
  return answer || Response.error();
};
const file = async (request) => (await (await caches.open(FILES)).match(request, { ignoreVary: true })) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") { if (MINE.test(url.pathname)) event.respondWith(page(request)); }
  else if (/^\/(static|media)\//.test(url.pathname)) event.respondWith(file(request));
});
