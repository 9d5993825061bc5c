// A screen that nobody touches locks: after `data-lock` minutes everything is covered, the server is told, and the
// pictures of this very pupil open it again. The page below is not touched: half a sentence is still half a sentence.
// Without wifi nobody can look at pictures, so it stays covered until there is some. At the end of the day it signs out.
{
  const { outbox } = window;
  const meta = document.querySelector("meta[name=owner]");
  const isFromDevice = !document.querySelector("meta[name=csrf]").content;
  const LIMIT = Number(meta.dataset.lock) * 60e3, TICK = 5000, BEAT = 240e3, AGAIN = 10e3;  // ms
  const key = (name) => `werf ${name} ${outbox.owner}`;
  const held = (name) => { try { return localStorage.getItem(key(name)); } catch { return null; } };
  const hold = (name, value) => { try { localStorage.setItem(key(name), value); } catch { /* this tab only, then */ } };
  const drop = (name) => { try { localStorage.removeItem(key(name)); } catch { /* nothing is there then */ } };
  let touched = Date.now(), told = 0, cover = null, isParked = false, isOver = false, asking = false;

  const last = () => Math.max(touched, Number(held("touched")) || 0);
  const isStale = () => Date.now() - last() > LIMIT;
  outbox.idle = () => (isParked ? 0 : Math.max(0, Math.round((Date.now() - last()) / 1000)));

  const covered = () => {
    document.querySelectorAll("dialog[open]").forEach((each) => each.close());
    window.speechSynthesis?.cancel();
    cover = document.createElement("div");
    cover.className = "slot";
    cover.tabIndex = -1;
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    cover.setAttribute("aria-label", document.getElementById("lock-wait").dataset.label);
    cover.append(document.getElementById("lock-wait").content.cloneNode(true));
    for (const each of document.body.children) each.inert = true;
    document.body.append(cover);
    document.body.classList.add("op-slot");
    cover.focus();
  };
  const waiting = () => cover?.querySelector("[data-waiting]")?.removeAttribute("hidden");  // no wifi: it asks again
  const uncover = () => {
    if (!cover) return;
    cover.remove();
    cover = null;
    for (const each of document.body.children) each.inert = false;
    document.body.classList.remove("op-slot");
    document.getElementById("m")?.focus({ preventScroll: true });
  };
  const opened = () => {
    drop("locked");
    touched = Date.now();
    hold("touched", touched);
    uncover();
    document.dispatchEvent(new CustomEvent("together"));
    outbox.flush().catch(() => {});
  };

  // What the server says of a locked screen: the name and the pictures.
  const put = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector(".opslot")) return location.reload();
    cover.replaceChildren(...page.head.querySelectorAll("link"), ...page.body.childNodes);
    const keypad = document.createElement("script");  // once for each keypad that is put in
    keypad.src = document.getElementById("lock-wait").dataset.keypad;
    cover.append(keypad);
    (cover.querySelector("#pin") || cover).focus();
  };
  const part = (how) => fetch("/learn/lock", { credentials: "same-origin", cache: "no-store", ...how, headers: { "HX-Request": "true", ...how.headers } });
  const ask = async () => {
    if (asking || !cover || cover.querySelector("[data-secret]")) return;
    asking = true;
    try {
      if (!outbox.token()) await outbox.renewed();
      if (outbox.token()) await fetch("/learn/lock/now", { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": outbox.token() }, redirect: "manual" });
      const answer = await part({});
      if (answer.redirected) location.assign(answer.url);  // the session is over: to where children come in
      else if (cover && answer.ok) put(await answer.text());
    } catch { waiting(); } finally { asking = false; }
  };
  const lock = () => {
    if (isParked || isOver) return;
    hold("locked", "1");
    drop("together");  // whoever joined in must be there to join in again
    if (!cover) covered();
    ask();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!cover?.contains(form) || !("secret" in form.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const answer = await part({ method: "POST", body });
      if (answer.headers.has("HX-Redirect")) opened();
      else put(await answer.text());
    } catch {
      uncover();
      covered();
      waiting();
    }
  }, true);

  const end = async () => {
    if (isOver || location.pathname === "/offline") return;
    isOver = true;
    if (!cover) covered();
    ["touched", "locked", "until", "together"].forEach(drop);
    for (const name of (await window.caches?.keys()) ?? []) {
      if (!name.startsWith("werf-pages-")) continue;
      const cache = await caches.open(name);
      for (const page of await cache.keys()) if (new URL(page.url).pathname !== "/offline") await cache.delete(page);
    }
    location.assign("/in");
  };
  const look = () => {
    if (Number(held("until")) && Date.now() > Number(held("until"))) return end();
    if (held("locked") || isStale()) return cover || lock();
    if (cover && !isOver) return uncover();  // opened in another tab
    if (!isFromDevice && navigator.onLine && last() > told && Date.now() - told > BEAT) {
      told = Date.now();
      outbox.renewed().catch(() => {});  // says how long ago the screen was touched
    }
  };
  const touch = () => {
    if (cover || isOver) return;
    if (isStale()) return lock();  // the first touch after a sleep opens nothing
    const now = Date.now();
    if (now - touched > TICK) hold("touched", now);
    touched = now;
  };

  const begin = async () => {
    if (!isFromDevice) {  // the server let it through: it is open
      drop("locked");
      hold("touched", touched);
      told = touched;
      if (Number(meta.dataset.left)) hold("until", touched + Number(meta.dataset.left) * 1000);
    } else touched = Number(held("touched")) || touched;
    isParked = location.pathname === "/offline" && Boolean(await outbox.get("leaving", outbox.owner));
    look();
  };
  for (const name of ["pointerdown", "keydown", "input", "scroll", "wheel", "touchmove"]) addEventListener(name, touch, { passive: true, capture: true });
  for (const name of ["pageshow", "focus", "storage"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  document.addEventListener("outbox", () => outbox.state() === "locked" && lock());
  addEventListener("online", ask);
  setInterval(look, TICK);
  setInterval(() => cover && ask(), AGAIN);
  begin().catch(look);
}
