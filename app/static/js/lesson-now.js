// What the teacher says to all reaches a pupil's page: a pause, a step that opens or shuts, a lesson that was withdrawn, a
// hand that was helped. Asked every few seconds while somebody looks, with the tag of what is shown, so that nothing new
// costs next to nothing.
// And once a minute the other way: this device is there, and holds so many answers (the teacher sees "wacht op wifi").
if (document.getElementById("pauze")) {
  const { outbox } = window;
  const box = document.getElementById("pauze"), { kind } = box.dataset;
  const ASK = 5000, FRESH = 2000, SIGN = 60000, LOST = 60000;  // ms
  const lesson = box.dataset.sign.replace(/sign$/, ""), memory = `werf sign ${box.dataset.sign}`;
  let tag = "", last = performance.now(), until = 0, asking = false, before = 0, gone = false;

  const kept = () => { try { return JSON.parse(sessionStorage.getItem(memory)) || {}; } catch { return {}; } };
  const keep = (said) => { try { sessionStorage.setItem(memory, JSON.stringify(said)); sessionStorage.setItem("werf lesson", box.dataset.sign); } catch { /* a sign too many, then */ } };

  const show = (what) => {
    if (!what) return box.open && box.close();
    for (const each of box.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== what;
    box.setAttribute("aria-labelledby", box.querySelector(`[data-when=${what}] h2`).id);
    window.speechSynthesis?.cancel();
    if (!box.open) box.showModal();
    box.querySelector(`[data-when=${what}] :is(a, h2)`).focus();
  };
  // Escape closes a dialog, a second time whatever we say: then it comes back, as long as it holds.
  let held = "";
  box.addEventListener("cancel", (event) => event.preventDefault());
  box.addEventListener("close", () => held && show(held));
  const hold = (what) => {
    if (held === what) return;
    held = what;
    show(what);
  };

  const hand = (isUp) => {
    const button = document.querySelector("[data-hand]");
    if (isUp || button?.getAttribute("aria-pressed") !== "true") return;
    button.setAttribute("aria-pressed", "false");
    button.querySelector("span").textContent = button.dataset.hand;
    button.form.querySelector("[name=stop]")?.remove();
  };
  const heard = (said) => {
    until = said.paused ? performance.now() + said.seconds * 1000 : 0;
    if (kind === "paused") return said.paused || location.reload();
    if (kind === "nothing") return (said.more || said.paused) && location.reload();
    hand(said.hand);
    hold(said.paused ? "paused" : said.here ? "" : "shut");
  };
  // Withdrawn, or given to others now; it may come back.
  const notMine = () => {
    tag = "";
    return kind === "screen" ? hold("gone") : location.reload();
  };
  const ask = async () => {
    const headers = { Accept: "application/json", ...(tag && { "If-None-Match": `"${tag}"` }) };
    const answer = await fetch(box.dataset.now, { headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(ASK) });
    if (answer.headers.get("X-Owner") !== outbox.owner) return;
    last = performance.now();
    if (answer.status === 404) return notMine();
    if (!answer.ok) return;
    const said = await answer.json();
    tag = (answer.headers.get("ETag") || "").replace(/^W\/|"/g, "");
    heard(said);
  };

  const waiting = async () => (await outbox.all("waiting")).filter((one) => one.url.startsWith(lesson)).length;
  const send = async (fields) => {
    if (!outbox.token() && await outbox.renewed()) return false;
    const body = new URLSearchParams({ ...fields, owner: outbox.owner });
    return (await fetch(box.dataset.sign, { method: "POST", body, credentials: "same-origin", keepalive: true, headers: { Accept: "application/json", "X-CSRFToken": outbox.token() } })).ok;
  };
  const sign = async () => {
    const n = await waiting(), holds = Math.min(n, before);  // what goes along within one look does not wait
    before = n;
    const said = kept();
    if (Math.abs(Date.now() - (said.at || 0)) < SIGN && holds === (said.holds || 0)) return;
    if (await send({ waiting: holds })) keep({ at: Date.now(), holds });
  };

  const tick = async () => {
    if (document.hidden || asking) return;
    asking = true;
    try {
      await ask();
      await sign();
    } catch { /* no wifi: the lesson goes on */ } finally { asking = false; }
    const now = performance.now();
    if (held !== "paused" || (now <= until && now - last <= LOST)) return;
    tag = "";  // over, or a device without wifi, which is not stopped
    hold("");
  };
  // The page itself has just said how it stands, and on a slow wifi it comes first. Then not all at the same moment:
  // thirty tablets opened it together.
  const begin = () => setTimeout(() => { tick(); setInterval(tick, ASK); }, FRESH + Math.random() * (kind === "screen" ? ASK : 1000));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
  addEventListener("pagehide", () => { gone = true; });
  addEventListener("pageshow", () => { gone = false; });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return tick();
    // The lid, or another program. From page to page (`gone`) is no goodbye.
    if (gone || !outbox.token()) return;
    keep({});
    send({ waiting: before, leaving: 1 }).catch(() => {});
  });
}
