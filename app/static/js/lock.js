// A screen that nobody touches locks: after `data-lock` minutes everything is covered, the server is told, and the
// pictures of this very pupil open it again. The page below is not touched: half a sentence is still half a sentence.
// Without wifi nobody can look at pictures, so it stays covered until there is some. At the end of the day it signs out.
// The clock of a tablet may be a day wrong, and be put right in the middle of a lesson. So what passes on this page is
// counted by one that only goes forward (`performance`), but stands still while a device sleeps; of that the wall clock
// knows. When the wall clock alone says that the day is over, the server is asked.
{
  const { outbox } = window;
  const meta = document.querySelector("meta[name=owner]");
  const isFromDevice = !document.querySelector("meta[name=csrf]").content;
  const LIMIT = Number(meta.dataset.lock) * 60e3, TICK = 5000, BEAT = 240e3, AGAIN = 10e3;  // ms
  const key = (name) => `werf ${name} ${outbox.owner}`;
  const held = (name) => { try { return localStorage.getItem(key(name)); } catch { return null; } };
  const hold = (name, value) => { try { localStorage.setItem(key(name), value); } catch { /* this tab only, then */ } };
  const drop = (name) => { try { localStorage.removeItem(key(name)); } catch { /* nothing is there then */ } };
  const clock = () => performance.now();
  let touched = Date.now(), ticked = clock(), wrote = 0, told = 0, over = Infinity;
  let cover = null, isParked = false, isOver = false, asking = false, doubting = false;

  // ms since somebody touched this page, or another one on this device; one that was touched tomorrow has another clock.
  const here = () => Math.max(Date.now() - touched, clock() - ticked);
  const elsewhere = () => {
    const at = Number(held("touched")) || 0, since = Date.now() - at;
    return at === wrote || since < 0 ? Infinity : since;
  };
  const idle = () => Math.min(here(), elsewhere());
  const isStale = () => idle() > LIMIT;
  outbox.idle = () => (isParked ? 0 : Math.round(idle() / 1000));
  const touchedNow = () => {
    touched = Date.now();
    ticked = clock();
  };
  const write = () => {
    wrote = touched;
    hold("touched", touched);
  };
  const ends = (seconds) => {
    if (!seconds) return;
    over = clock() + seconds * 1000;
    hold("until", Date.now() + seconds * 1000);  // for the pages of the device, which the server did not date
  };

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
    touchedNow();
    write();
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
      if (await outbox.renewed() === "sign-in") return end();  // said there, once
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
  // The day is over, or the clock was put right. Without wifi it is covered until the server can say which.
  const doubt = async () => {
    if (doubting || isOver) return;
    doubting = true;
    try {
      const stop = await outbox.renewed();
      if (stop === "sign-in") return end();
      if (!stop) ends(outbox.left());
      else if (stop === "later") lock();
    } catch { lock(); } finally { doubting = false; }
  };
  const look = () => {
    if (isOver) return;
    if (clock() > over) return end();
    if (Number(held("until")) && Date.now() > Number(held("until"))) doubt();
    if (held("locked") || isStale()) return cover || lock();
    if (cover) return uncover();  // opened in another tab
    const since = clock() - told;
    if (!isFromDevice && navigator.onLine && idle() < since && since > BEAT) {
      told = clock();
      outbox.renewed().then((stop) => stop || ends(outbox.left())).catch(() => {});  // says how long ago the screen was touched
    }
  };
  const touch = () => {
    if (cover || isOver) return;
    if (isStale()) return lock();  // the first touch after a sleep opens nothing
    touchedNow();
    if (touched - wrote > TICK || touched < wrote) write();
  };

  const begin = async () => {
    if (!isFromDevice) {  // the server let it through: it is open
      drop("locked");
      write();
      told = clock();
      ends(Number(meta.dataset.rest));
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
