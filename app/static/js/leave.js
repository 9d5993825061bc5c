// "Ik ben klaar" while answers wait for wifi, or without any: it is said, and the pupil stays or tells the teacher. Then
// the device waits on a page of its own, sends what waits as soon as it can, and signs out by itself. The teacher's page
// is told too, as soon as the server can be reached: "2 antwoorden wachten". Until then the page is held up.
{
  const { outbox } = window;
  const WAIT = 6000, TELL_AGAIN = 60000;  // ms
  let toldAt = -TELL_AGAIN, reached = false;
  const count = async () => (await outbox.all("waiting")).length;
  const said = (box, n) => { box.querySelector("[data-how-many]").textContent = n === 0 ? box.dataset.none : n === 1 ? box.dataset.one : box.dataset.many.replace("%(n)s", n); };

  // The lessons of which answers wait here: /learn/<code>/.
  const lessons = (entries) => entries.reduce((all, { url }) => {
    const lesson = url.split("/", 3).join("/");
    return { ...all, [lesson]: (all[lesson] || 0) + 1 };
  }, {});
  const sign = async (lesson, fields) => {
    if (!outbox.token() && await outbox.renewed()) return false;
    const body = new URLSearchParams({ ...fields, owner: outbox.owner });
    const answer = await fetch(`${lesson}/sign`, { method: "POST", body, credentials: "same-origin", keepalive: true, headers: { Accept: "application/json", "X-CSRFToken": outbox.token() }, signal: AbortSignal.timeout(WAIT) });
    return answer.ok;
  };
  // True: the teacher's page has it. `told` are the lessons that were told before: nothing waits there any more.
  const tell = async (told = []) => {
    const held = lessons(await outbox.all("waiting"));
    const rest = told.filter((one) => !(one in held)).map((one) => [one, { leaving: 1 }]);
    const said = await Promise.all([...Object.entries(held).map(([one, n]) => [one, { waiting: n }]), ...rest].map(([one, fields]) => sign(one, fields).catch(() => false)));
    return said.length > 0 && said.every(Boolean);
  };
  // From a lesson to another page: the device is not waited for there any more.
  const goodbye = async () => {
    const last = sessionStorage.getItem("werf lesson");
    if (!last || document.querySelector("[data-now]") || (await count())) return;
    sessionStorage.removeItem("werf lesson");
    sessionStorage.removeItem(`werf sign ${last}`);
    await sign(last.replace(/\/sign$/, ""), { leaving: 1 });
  };

  const park = async () => {
    await outbox.put("leaving", { owner: outbox.owner, told: Object.keys(lessons(await outbox.all("waiting"))) });
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
    if (!n && navigator.onLine) {
      const last = sessionStorage.getItem("werf lesson");
      if (last) await sign(last.replace(/\/sign$/, ""), { leaving: 1 }).catch(() => {});
      return HTMLFormElement.prototype.submit.call(form);
    }
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
    if (["later", "locked"].includes(stop)) return;
    if (!stop) await tell((await outbox.get("leaving", outbox.owner))?.told).catch(() => {});
    if (!stop) await fetch("/sign-out", { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": outbox.token() }, body: new URLSearchParams() });
    await outbox.drop("leaving", outbox.owner);
    location.assign("/in");
  };
  const leaving = async () => {
    const box = document.querySelector("[data-parked]");
    const left = outbox.owner && await outbox.get("leaving", outbox.owner);
    if (!left) return goodbye();
    if (!box && !document.querySelector("form[data-leave]")) return;  // in the middle of a lesson nobody is signed out
    if (box) {
      document.querySelector("[data-not-parked]").hidden = true;
      box.hidden = false;
      said(box, await count());
    }
    if (navigator.onLine && performance.now() - toldAt > TELL_AGAIN && left.told?.length) {
      toldAt = performance.now();
      reached = await tell(left.told).catch(() => false);
    }
    if (box) {
      box.querySelector("[data-reached]").hidden = !reached;
      box.querySelector("[data-hold-up]").hidden = reached;
    }
    const over = ["sign-in", "other"].includes(outbox.state());
    if (navigator.onLine && (over || !(await count()))) await signOut().catch(() => {});
  };
  document.addEventListener("outbox", leaving);
  leaving().catch(() => {});
}
