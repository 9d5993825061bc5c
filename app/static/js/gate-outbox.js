// Nothing that is said at the gate or in the hall is lost: each word lies first in this phone (IndexedDB), then goes to
// the server, which counts its id once. The page itself is kept for when there is no network (gate-sw.js).
// Used by gate.js (the host) and gate-presence.js (the teacher). docs/decisions/0027 tells why it is done so.
window.gateOutbox = (() => {
  const WAIT = 6000, DAY = 24 * 3600e3;
  const place = document.querySelector("[data-owner]");
  const owner = place?.dataset.owner || "";  // whose words: of an account, or empty: the link of the day is enough
  let token = document.querySelector("meta[name=csrf]")?.content || "";
  let state = "";  // what stopped the last sending

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("werf-gate", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "seq", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  opened.catch(() => {});
  const act = async (mode, what) => {
    const deal = (await opened).transaction("waiting", mode, { durability: "strict" });
    const asked = what(deal.objectStore("waiting"));
    return new Promise((done, failed) => {
      deal.oncomplete = () => done(asked.result);
      deal.onerror = deal.onabort = () => failed(deal.error);
    });
  };
  // Of this account, and of links that were opened on this phone: those need no account.
  const all = async () => (await act("readonly", (store) => store.getAll())).filter((one) => one.owner === owner || !one.owner);
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const page = (path = location.pathname) => fetch(path, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(WAIT) });

  // The token of the session of now stands in the page of now. A page that leads elsewhere: nobody is signed in.
  const renewed = async () => {
    const answer = await page();
    if (answer.redirected) return "sign-in";
    token = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("meta[name=csrf]")?.content || "";
    return token ? "" : "later";
  };
  const sent = async (entry) => {
    const body = new URLSearchParams([...entry.fields, ["client", entry.id], ["owner", entry.owner], ["ago", Math.max(0, Date.now() - entry.at)]]);
    const answer = await fetch(entry.url, {
      method: "POST", body, credentials: "same-origin", cache: "no-store", redirect: "error",
      headers: { Accept: "application/json", "X-CSRFToken": token }, signal: AbortSignal.timeout(WAIT),
    });
    return answer.json();  // no JSON: the page of a wifi that wants somebody to sign in
  };
  const once = async (entry) => {
    const said = await sent(entry);
    if (said.state !== "token") return said;
    const stop = await renewed();
    return stop ? { state: stop } : sent(entry);
  };
  const sendAll = async () => {
    const results = [];
    state = "";
    for (const entry of await all()) {
      let said;
      try { said = await once(entry); } catch { said = { state: "later" }; }
      if (!["counted", "there", "refused"].includes(said.state)) {
        state = said.state || "later";
        break;
      }
      await act("readwrite", (store) => store.delete(entry.seq));
      results.push({ entry, said });
    }
    return results;
  };

  // The page and all it needs, for when there is no network. Over plain http there are no caches: words wait, pages do not.
  const keep = async () => {
    if (!window.caches || !place) return;
    const pages = await caches.open("gate-pages"), files = await caches.open(`gate-files-${place.dataset.digest}`);
    const lay = async (path) => {
      const answer = await page(path);
      if (!answer.ok || answer.redirected) return false;
      const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept": String(Date.now()), "X-Of": owner };
      await pages.put(path, new Response(await answer.text(), { headers }));
      return true;
    };
    if (!(await lay(location.pathname))) return;
    for (const one of await pages.keys()) {
      const held = await pages.match(one);
      if (Date.now() - Number(held.headers.get("X-Kept")) > DAY / 2 || held.headers.get("X-Of") !== owner) await pages.delete(one);
    }
    // The other groups of the day too: at the gate one phone goes from the one to the next.
    for (const one of document.querySelectorAll("a[data-group]:not([aria-current])")) await lay(one.pathname).catch(() => {});
    const needed = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], use")]
      .map((one) => new URL(one.getAttribute("href") || one.src, location.href)).map((url) => url.origin === location.origin && url.pathname + url.search);
    for (const url of new Set(needed.filter(Boolean))) if (!(await files.match(url))) await files.add(url).catch(() => {});
  };

  const pill = document.querySelector("[data-sent]");
  const show = async () => {
    const n = (await all()).length;
    if (pill) {
      const words = pill.dataset, text = !n ? words.none : state === "sign-in" ? words.signIn : n === 1 ? words.one : words.many;
      pill.hidden = false;
      pill.classList.toggle("uit", n > 0);
      const out = pill.querySelector("span");
      if (out.textContent !== text.replace("%(n)s", n)) out.textContent = text.replace("%(n)s", n);
    }
    document.dispatchEvent(new CustomEvent("gate", { detail: n }));
  };
  // One sender at a time, over all tabs of this phone.
  let line = Promise.resolve([]);
  const flush = () => {
    const run = async () => {
      const results = await sendAll();
      await show();
      if (results.length) {
        await keep().catch(() => {});
        document.dispatchEvent(new CustomEvent("gate-sent", { detail: results }));
      }
      return results;
    };
    const next = () => (navigator.locks ? navigator.locks.request("werf-gate", run) : run());
    line = line.then(next, next);
    return line;
  };
  const add = async (url, fields) => {
    await act("readwrite", (store) => store.add({ id: fresh(), url, page: location.pathname, owner, fields, at: Date.now() }));
    await show();
    flush().catch(() => {});
  };

  if (place) {
    const again = () => { flush().catch(() => {}); };
    navigator.serviceWorker?.register("/visits/sw.js", { scope: "/visits/" }).catch(() => {});
    addEventListener("load", () => keep().catch(() => {}));
    addEventListener("online", again);
    addEventListener("pageshow", again);
    document.addEventListener("visibilitychange", () => document.hidden || again());
    setInterval(async () => { if ((await all()).length) again(); }, 15000);
    show().catch(() => {});
  }
  return { add, all, flush };
})();
