// Nothing is lost: what a pupil hands in lies first in this device (IndexedDB), then goes to the server, which counts an
// id once. Each entry holds the key of its pupil and is sent by the session of that pupil alone; in order, one at a
// time. Forms that take part have `data-outbox`. Used by saving.js (the page), keep.js (pages for later) and leave.js.
window.outbox = (() => {
  const owner = document.querySelector("meta[name=owner]")?.content || "";
  const WAIT = 6000, WAIT_FILE = 60000;  // ms for one answer, and for one with a photo
  const STORES = { waiting: { keyPath: "seq", autoIncrement: true }, refused: { keyPath: "seq", autoIncrement: true }, counted: { keyPath: "key" }, leaving: { keyPath: "owner" } };
  let token = document.querySelector("meta[name=csrf]")?.content || "";
  let left = 0;  // seconds that the session of now has to go
  let state = "";  // what stopped the last sending: "", later, sign-in, locked or other

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("werf", 1);
    asked.onupgradeneeded = () => Object.entries(STORES).forEach(([name, how]) => asked.result.createObjectStore(name, how));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  opened.catch(() => {});
  // "strict": it is on the disk when this is done, so that an empty battery takes nothing.
  const act = async (name, mode, what) => {
    const deal = (await opened).transaction(name, mode, { durability: "strict" });
    const asked = what(deal.objectStore(name));
    return new Promise((done, failed) => {
      deal.oncomplete = () => done(asked.result);
      deal.onerror = deal.onabort = () => failed(deal.error);
    });
  };
  const put = (name, value) => act(name, "readwrite", (store) => store.put(value));
  const drop = (name, key) => act(name, "readwrite", (store) => store.delete(key));
  const get = (name, key) => act(name, "readonly", (store) => store.get(key));
  const all = async (name) => (await act(name, "readonly", (store) => store.getAll())).filter((one) => one.owner === owner);
  // Drafts stand in localStorage: that is written at once, also when the page goes in the very next moment.
  const DRAFT = "werf draft ", MONTH = 30 * 24 * 3600e3;
  const draft = {
    keep: (key, fields) => { try { localStorage.setItem(DRAFT + key, JSON.stringify({ at: Date.now(), fields })); } catch { /* full, or not allowed */ } },
    of: (key) => { try { return JSON.parse(localStorage.getItem(DRAFT + key))?.fields; } catch { return null; } },
    drop: (key) => { try { localStorage.removeItem(DRAFT + key); } catch { /* nothing is there then */ } },
    tidy: () => { try { Object.entries(localStorage).filter(([key, held]) => key.startsWith(DRAFT) && Date.now() - JSON.parse(held).at > MONTH).forEach(([key]) => localStorage.removeItem(key)); } catch { /* nothing is there then */ } },
  };
  const changed = () => document.dispatchEvent(new CustomEvent("outbox"));
  // Not randomUUID: that is not there over plain http.
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  // Each says how long ago the screen was touched (lock.js): without wifi the server has heard nothing of it.
  const asked = (url, how) => fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "error", ...how, headers: { ...how.headers, "X-Idle": window.outbox.idle?.() ?? "" } });

  // The token of the session of now, if it is this pupil's. A page may be older than the session, or from the device.
  const renewed = async () => {
    const answer = await asked("/learn/pass", { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(WAIT) });
    const said = await answer.json();
    if (answer.status === 401) return "sign-in";
    if (answer.status === 423) return "locked";
    if (!answer.ok) return "later";
    if (said.owner !== owner) return "other";
    token = said.token;
    left = said.left;
    return "";
  };
  const sent = async (entry) => {
    const hasFile = entry.fields.some(([, value]) => value instanceof Blob);
    const body = hasFile ? new FormData() : new URLSearchParams();
    for (const [name, value] of [...entry.fields, ["owner", entry.owner]]) body.append(name, value);
    const answer = await asked(entry.url, {
      method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token },
      signal: AbortSignal.timeout(hasFile ? WAIT_FILE : WAIT),
    });
    const said = await answer.json().catch(() => ({}));  // no JSON: the page of a wifi that wants somebody to sign in
    return { state: "later", ...said, status: answer.status };
  };
  const once = async (entry) => {
    let said = token ? await sent(entry) : { state: "token" };
    if (said.state !== "token") return said;
    const stop = await renewed();
    return stop ? { state: stop } : sent(entry);
  };
  // A refused answer is told (saving.js), and its words stay where they were typed. Of a counted one the device knows
  // that its page is old, until keep.js has fetched it anew.
  const settled = async (entry, said) => {
    if (said.state === "refused") {
      draft.keep(entry.key, entry.fields.filter(([, value]) => typeof value === "string"));
      await put("refused", { owner, id: entry.id, page: entry.page, title: entry.title, message: said.message });
    }
    else {
      // A full disk: then only the page from the device is a little old.
      await put("counted", { ...entry, fields: entry.fields.filter(([, value]) => typeof value === "string") }).catch(() => {});
      try { sessionStorage.removeItem(`kept ${owner}`); } catch { /* then it is fetched a little later */ }
    }
    await drop("waiting", entry.seq);
  };
  const sendAll = async (results) => {
    state = "";
    for (const entry of await all("waiting")) {
      let said;
      try { said = await once(entry); } catch { said = { state: "later" }; }
      if (["counted", "there", "refused"].includes(said.state)) {
        await settled(entry, said);
        results.set(entry.id, said);
      } else {
        state = said.state;
        if (![413, 500].includes(said.status)) break;  // too big on the way, or broken there, for this one: the others go on
      }
    }
  };

  // One sender at a time, over all tabs of this device.
  let line = Promise.resolve();
  const flush = () => {
    const results = new Map();
    const run = async () => {
      if (owner && (await all("waiting")).length) await sendAll(results);
      changed();
      return results;
    };
    const next = () => (navigator.locks ? navigator.locks.request(`werf-${owner}`, run) : run());
    line = line.then(next, next);
    return line;
  };
  const add = async (entry) => {
    await put("waiting", { ...entry, owner });
    draft.drop(entry.key);
    changed();
  };

  draft.tidy();
  return { owner, add, all, get, put, drop, draft, flush, fresh, renewed, token: () => token, left: () => left, state: () => state };
})();

if (window.outbox.owner) {
  const { outbox } = window;
  const again = () => { outbox.flush().catch(() => {}); };
  addEventListener("online", again);
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  setInterval(async () => { if ((await outbox.all("waiting")).length) again(); }, 20000);
}
