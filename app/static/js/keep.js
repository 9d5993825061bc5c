// Pages for when the wifi is gone: after the page is there, one by one and in no hurry, the screens of the pupil's open
// steps are laid down on this device, each with its pictures, styles and scripts. The pages hold no name and no token
// (X-Keep), and only pages of this very pupil are kept (X-Owner). The service worker shows them.
{
  const { outbox } = window;
  const { digest } = document.querySelector("meta[name=owner]").dataset;
  const BEGIN = 1500, QUICK = 6, PAUSE = 700, ASK_AGAIN = 30000;  // ms; the first few pages come without a pause
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const since = () => { try { return Number(sessionStorage.getItem(`kept ${outbox.owner}`)) || 0; } catch { return 0; } };
  const now = () => { try { sessionStorage.setItem(`kept ${outbox.owner}`, Date.now()); } catch { /* asks once a page */ } };

  const files = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const named = [...page.querySelectorAll("link[href], script[src], img[src], use[href]")].map((each) => each.getAttribute("href") || each.getAttribute("src"));
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);  // fonts: no page names them
    const paths = [...named, ...loaded].map((each) => new URL(each, location.href)).filter((url) => url.origin === location.origin);
    return [...new Set(paths.map((url) => url.pathname + url.search))].filter((path) => /^\/(static|media)\//.test(path));
  };
  const keepFiles = async (text) => {
    const cache = await caches.open(`werf-files-${digest}`);
    for (const path of files(text)) if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path);
  };
  // False: no more now (signed out, somebody else, no wifi).
  const keepPage = async (cache, path, stamp) => {
    const answer = await fetch(path, { headers: { "X-Keep": "1" }, credentials: "same-origin", cache: "no-store" });
    if (answer.headers.get("X-Owner") !== outbox.owner || answer.status >= 500) return false;
    // An entrance leads to a screen; a screen that leads elsewhere was shut meanwhile, and that other page is not this one.
    if (!answer.ok || (answer.redirected && !path.endsWith("/"))) return true;
    const text = await answer.text();
    await keepFiles(text);
    await cache.put(path, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "X-Stamp": stamp, "Content-Security-Policy": answer.headers.get("Content-Security-Policy") } }));
    for (const one of await outbox.all("counted")) if (one.page === path) await outbox.drop("counted", one.key);
    return true;
  };
  const keepAll = async () => {
    const answer = await fetch("/learn/pages", { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return;
    const said = await answer.json();
    if (said.owner !== outbox.owner) return;
    const cache = await caches.open(`werf-pages-${outbox.owner}-${digest}`), wanted = new Set(said.pages.map(([path]) => path));
    for (const old of await cache.keys()) if (!wanted.has(new URL(old.url).pathname)) await cache.delete(old);
    let n = 0;
    for (const [path, stamp] of said.pages) {
      if ((await cache.match(path))?.headers.get("X-Stamp") === stamp) continue;
      if (n++ > QUICK) await wait(PAUSE * (0.5 + Math.random()));
      if (!(await keepPage(cache, path, stamp))) return;
    }
    now();
    document.documentElement.dataset.kept = said.pages.length;
  };
  const begin = async () => {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    await wait(BEGIN);
    if (!navigator.serviceWorker.controller) active.postMessage("claim");
    if (navigator.onLine && Math.abs(Date.now() - since()) > ASK_AGAIN) await keepAll();
  };
  // Over plain http on another machine there is no service worker: then a waiting answer is kept, and pages are not.
  if (outbox.owner && "serviceWorker" in navigator && "caches" in window) begin().catch(() => {});
}
