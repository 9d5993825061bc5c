// "Ik ben klaar" while answers wait for wifi, or without any: it is said, and the pupil stays or tells the teacher. Then
// the device waits on a page of its own, sends what waits as soon as it can, and signs out by itself.
{
  const { outbox } = window;
  const count = async () => (await outbox.all("waiting")).length;
  const said = (box, n) => { box.querySelector("[data-how-many]").textContent = n === 0 ? box.dataset.none : n === 1 ? box.dataset.one : box.dataset.many.replace("%(n)s", n); };

  const park = async () => {
    await outbox.put("leaving", { owner: outbox.owner });
    for (const name of await caches?.keys() ?? []) {
      if (!name.startsWith("werf-pages-")) continue;
      const cache = await caches.open(name);
      for (const page of await cache.keys()) if (new URL(page.url).pathname !== "/offline") await cache.delete(page);
    }
    location.assign("/offline");
  };
  const ask = async (form) => {
    const box = document.getElementById("leaving");
    try { await outbox.flush(); } catch { return HTMLFormElement.prototype.submit.call(form); }
    const n = await count();
    if (!n && navigator.onLine) return HTMLFormElement.prototype.submit.call(form);
    said(box, n);
    box.querySelector("[data-tell]").onclick = park;
    box.querySelector("[data-stay]").onclick = () => box.close();
    box.showModal();
  };
  document.addEventListener("submit", (event) => {
    if (!("leave" in event.target.dataset)) return;
    event.preventDefault();
    ask(event.target);
  });

  const signOut = async () => {
    const stop = await outbox.renewed();
    if (stop === "later") return;
    if (!stop) await fetch("/sign-out", { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": outbox.token() }, body: new URLSearchParams() });
    await outbox.drop("leaving", outbox.owner);
    location.assign("/in");
  };
  const leaving = async () => {
    const box = document.querySelector("[data-parked]");
    if (!box && !document.querySelector("form[data-leave]")) return;  // in the middle of a lesson nobody is signed out
    if (!outbox.owner || !(await outbox.get("leaving", outbox.owner))) return;
    if (box) {
      document.querySelector("[data-not-parked]").hidden = true;
      box.hidden = false;
      said(box, await count());
    }
    const over = ["sign-in", "other"].includes(outbox.state());
    if (navigator.onLine && (over || !(await count()))) await signOut().catch(() => {});
  };
  document.addEventListener("outbox", leaving);
  leaving().catch(() => {});
}
