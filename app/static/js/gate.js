// The host at the gate: every tap shows the next step at once, with a network and without. What was said lies in the
// outbox (gate-outbox.js); without this script the same forms go to the server one by one.
{
  const place = document.querySelector("[data-gate]"), foot = document.querySelector("[data-gate-foot]");
  const { gateOutbox } = window;
  const QUARTER = 15 * 60e3, held = `gate ${location.pathname}`;
  const facts = place.dataset;
  const number = (text) => (text === "" ? null : Number(text));
  let now = {
    step: facts.step, count: Number(facts.count), adults: number(facts.adults), late: 0,
    arrived: facts.arrived ? Date.parse(facts.arrived) : 0,
    touched: Number(facts.undo) ? Date.now() - QUARTER + Number(facts.undo) * 60e3 : 0,
  };
  const time = (at) => new Date(at).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
  const each = (what, act) => [...place.querySelectorAll(what), ...foot.querySelectorAll(what)].forEach(act);
  const fill = () => {
    each("[data-time=arrived]", (one) => { one.textContent = now.arrived ? time(now.arrived) : ""; });
    each("[data-count]:not([data-gate])", (one) => { one.textContent = now.count; });
    each("[data-count-words]", (one) => { one.textContent = now.count === 1 ? one.dataset.one : one.dataset.many; });
    each("[data-adults-words]", (one) => { if (now.adults) one.textContent = one.dataset.some.replace("%(n)s", now.adults); });
    each("input[name=count]", (one) => { one.value = now.count; one.dispatchEvent(new Event("input")); });
    each("input[name=adults]", (one) => { one.value = now.adults ?? ""; });
    each("[data-late]", (one) => { if (now.late) one.hidden = false; });
    each("[data-late-at]", (one) => { if (now.late) one.textContent = time(now.late); });
  };
  const show = (step) => {
    now.step = step;
    const copy = (kind) => document.querySelector(`template[data-${kind}="${step}"]`).content.cloneNode(true);
    place.replaceChildren(copy("body"));
    foot.replaceChildren(copy("foot"));
    window.startCounters(place);
    fill();
    scrollTo(0, 0);
    const heading = place.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  // The tick in the row of groups: counted on this phone a moment ago, or, as soon as a network is there, by anybody.
  const COUNTED = ["done", "broken"];
  const links = () => [...document.querySelectorAll("a[data-group]")];
  const mark = (link, step) => { link.querySelector("[data-in]").hidden = !COUNTED.includes(step); };
  const markOwn = () => links().filter((one) => one.ariaCurrent).forEach((one) => { if (now.step !== "count") mark(one, now.step); });
  const markWaiting = async () => {
    const waits = new Set((await gateOutbox.all()).map((one) => one.page));
    for (const one of links()) {
      const said = waits.has(one.pathname) && JSON.parse(localStorage.getItem(`gate ${one.pathname}`) || "null");
      if (said && said.step !== "count") mark(one, said.step);
    }
  };
  const renewRow = async () => {
    if (!links().length) return;
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of links()) {
      const same = [...fresh.querySelectorAll("a[data-group]")].find((other) => other.pathname === one.pathname);
      if (same) one.querySelector("[data-in]").hidden = same.querySelector("[data-in]").hidden;
    }
    await markWaiting();
  };
  const remember = () => { try { localStorage.setItem(held, JSON.stringify(now)); } catch { /* full, or not allowed */ } };
  const steps = {
    here: () => { Object.assign(now, { arrived: now.arrived || Date.now(), touched: now.arrived ? now.touched : Date.now() }); show("count"); },
    count: (fields) => {
      Object.assign(now, { count: Number(fields.get("count")), adults: number(fields.get("adults") ?? "") });
      show("done");
    },
    undo: () => {
      if (now.step === "broken") { now.touched = now.before; show("done"); return; }
      Object.assign(now, { arrived: 0, touched: 0, count: Number(facts.expected), adults: null });
      show("before");
    },
    late: () => { now.late = Date.now(); fill(); },
    "no-show": () => { now.touched = Date.now(); show("absent"); },
    "broken-off": () => { Object.assign(now, { before: now.touched, touched: Date.now() }); show("broken"); },
  };
  const tell = (text) => {
    const said = document.createElement("p");
    said.className = "bericht note";
    said.textContent = text;
    document.getElementById("melding").replaceChildren(said);
  };
  const plain = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");

  document.addEventListener("submit", (event) => {
    const form = event.target, word = form.dataset.word;
    if (!window.indexedDB || (!word && !("walkIn" in form.dataset)) || !form.reportValidity()) return;
    event.preventDefault();
    document.getElementById("melding").replaceChildren();
    const fields = plain(form), url = new URL(form.getAttribute("action"), location.href).pathname;
    if (word) {
      if (word === "count") fields.push(["word", "count"]);
      steps[word](new Map(fields));
      remember();
      markOwn();
    } else {
      form.reset();
      form.closest("details").open = false;
      tell(form.dataset.told);
    }
    gateOutbox.add(url, fields).catch(() => tell("!"));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-again]")) { event.preventDefault(); show("count"); }
    if (event.target.closest("[data-try]")) gateOutbox.flush();
  });
  document.addEventListener("gate", ({ detail: waiting }) => {
    each("[data-waits]", (one) => { one.hidden = !waiting; });
    each("[data-sign]", (one) => one.classList.toggle("wt", waiting > 0));
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renewRow().catch(() => {}); });
  document.addEventListener("gate-sent", ({ detail }) => {
    renewRow().catch(() => {});
    const refused = detail.find(({ said }) => said.state === "refused");
    if (!refused) return;
    localStorage.removeItem(`gate ${refused.entry.page}`);
    const other = [...document.querySelectorAll("a[data-group]:not([aria-current])")].find((one) => one.pathname === refused.entry.page);
    tell((other ? `${other.querySelector("[data-name]").textContent.trim()}: ` : "") + refused.said.message);
  });
  const tick = () => {
    const left = Math.ceil((now.touched + QUARTER - Date.now()) / 60e3);
    each("[data-undo]", (one) => {
      one.hidden = left < 1;
      const small = one.querySelector("small");
      if (small && left > 0) small.textContent = small.textContent.replace(/\d+/, left);
    });
  };
  setInterval(tick, 10000);
  // A page from this phone, or one that came while words wait: what was said last holds.
  (async () => {
    await markWaiting();
    const waits = (await gateOutbox.all()).filter((one) => one.page === location.pathname);
    const kept = JSON.parse(localStorage.getItem(held) || "null");
    if (!kept) return;
    if (waits.length) { now = kept; show(now.step); document.dispatchEvent(new CustomEvent("gate", { detail: waits.length })); }
    else localStorage.removeItem(held);
  })().catch(() => {});
  tick();
}
