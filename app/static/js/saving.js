// What a pupil sees of the outbox: the pill, "kept on this device" at a question that waits, what was refused, and the
// words of a draft that come back. Handing in without wifi leads on to the next page, unmarked: marking is the server's.
{
  const { outbox } = window;
  const pill = document.getElementById("saved"), notices = document.getElementById("melding");
  const form = document.querySelector("form[data-outbox]");
  const isFromDevice = !document.querySelector("meta[name=csrf]").content;
  const busy = new WeakSet();
  const piece = (id) => document.querySelector(`template#${id}`).content.cloneNode(true);
  const fill = (text, n) => text.replace("%(n)s", n);
  const key = (each) => [outbox.owner, new URL(each.action).pathname, each.elements.question?.value || ""].join(" ");
  const words = () => [...form.querySelectorAll("textarea, input.invoer:not([type=file]), input[data-echo]")].filter((each) => !each.readOnly);

  const showPill = async () => {
    const n = (await outbox.all("waiting")).length;
    if (!pill) return;
    const stopped = outbox.state();
    pill.hidden = !n && "quiet" in pill.dataset;
    pill.classList.toggle("wacht", n > 0);
    pill.lastElementChild.textContent = !n ? pill.dataset.none : stopped === "sign-in" ? fill(pill.dataset.signIn, n) : fill(n === 1 ? pill.dataset.one : pill.dataset.many, n);
    const ask = document.getElementById("sign-in-again");
    if (n && ["sign-in", "other"].includes(stopped) && notices && !notices.querySelector("[data-again]")) notices.append(ask.content.cloneNode(true));
  };
  const showRefused = async (but) => {
    for (const one of await outbox.all("refused")) {
      if (one.id === but || notices?.querySelector(`[data-refused="${one.seq}"]`)) continue;
      const told = piece("refused");
      const box = told.querySelector("[data-refused]");
      box.dataset.refused = one.seq;
      told.querySelector("[data-what]").textContent = [one.title, one.message].filter(Boolean).join(": ");
      told.querySelector("a").href = one.page;
      told.querySelector("button").addEventListener("click", () => { outbox.drop("refused", one.seq); box.remove(); });
      notices?.append(told);
    }
  };

  // The answer that waits, shown in its form as it was given.
  const set = (each, fields) => {
    const values = fields.filter(([name]) => name === each.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(each.type)) each.checked = values.includes(each.value);
    else if (each.type !== "hidden" && each.type !== "file") each.value = values[0] ?? "";
  };
  const restore = (fields) => {
    for (const each of form.elements) if (each.name) set(each, fields);
    const place = fields.filter(([name]) => name === "answer").map(([, value]) => value);
    for (const list of form.querySelectorAll("[data-order]")) {
      const at = (li) => place.indexOf(li.querySelector("input").value);
      list.append(...[...list.children].sort((one, other) => at(one) - at(other)));
    }
    for (const name of ["input", "change"]) form.querySelector("[name]:not([type=hidden])")?.dispatchEvent(new Event(name, { bubbles: true }));
  };
  const showWaiting = (entry, how = "waits") => {
    restore(entry.fields);
    if (!document.querySelector(`[data-${how}]`)) (form.id === "f" ? form : document.querySelector("main")).append(piece(how));
    if ("marked" in form.dataset) form.inert = true;  // handed in is handed in; words may be written anew
    document.querySelector(".wals .gloei")?.classList.replace("gloei", "wacht");
    const act = document.querySelector("footer .actie");
    if (!act?.matches("a")) {
      const onward = piece("onward");
      const link = onward.querySelector("a");
      link.href = entry.next;
      // The second half of a double tap, or a page that is not kept: better here than on the browser's own page.
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        if (navigator.onLine || await isKept(link.href)) location.assign(link.href);
      });
      (act?.form?.id === "f" ? act : act?.form || act)?.replaceWith(onward);
    }
  };
  const waitingHere = async () => (await outbox.all("waiting")).filter((one) => form && one.key === key(form)).pop();

  // `anew`: it is another question by now; what was typed comes back when it is loaded.
  const problem = ({ message, anew }) => {
    document.getElementById("a-fout")?.remove();
    const line = piece("problem");
    line.querySelector("span").textContent = message;
    line.querySelector("a").hidden = !anew;
    form.querySelector("input[type=hidden][name=client]").after(line);
    form.scrollIntoView({ block: "nearest" });
    if (form.contains(document.activeElement)) return;  // Enter in a field: one goes on typing there
    const said = document.getElementById("a-fout");
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
  };
  const go = (url) => {
    const there = new URL(url, location.href);
    if (there.pathname !== location.pathname) return location.assign(there);
    history.replaceState(null, "", `${there.pathname}#terug`);  // what the form itself would have come back to
    location.reload();
  };
  const isKept = async (url) => navigator.serviceWorker?.controller && "caches" in window && Boolean(await caches.match(new URL(url, location.href).pathname));

  const entryOf = (each, button) => {
    const client = each.elements.client, id = client?.value || outbox.fresh();
    const fields = [...new FormData(each, button)].filter(([name]) => !["csrf_token", "client"].includes(name));
    return { id, key: key(each), url: new URL(each.action).pathname, page: each.dataset.page, next: each.dataset.next, title: document.querySelector("h1")?.textContent.trim().slice(0, 80), fields: [...fields, ...(outbox.together?.() ?? []), ["client", id]] };
  };
  const handIn = async (each, button) => {
    const entry = entryOf(each, button);
    try { await outbox.add(entry); } catch { return HTMLFormElement.prototype.submit.call(each); }  // no room here: as without script
    if (each.elements.client) each.elements.client.value = outbox.fresh();  // the next one is another
    const said = (await outbox.flush()).get(entry.id);
    if (said?.state === "refused") {
      for (const one of await outbox.all("refused")) if (one.id === entry.id) await outbox.drop("refused", one.seq);
      return each === form && each.elements.client ? problem(said) : location.reload();
    }
    if (said) return go(said.next);
    if (!(await outbox.all("waiting")).some((one) => one.id === entry.id)) return location.reload();  // another tab sent it
    if (await isKept(entry.next)) return location.assign(entry.next);
    showWaiting(entry);
  };

  document.addEventListener("submit", async (event) => {
    const each = event.target, button = event.submitter;
    if (!("outbox" in each.dataset) || event.defaultPrevented || ["up", "down"].includes(button?.name)) return;
    event.preventDefault();
    if (busy.has(each)) return;
    busy.add(each);
    button?.setAttribute("aria-busy", "true");
    try { await handIn(each, button); } finally {
      busy.delete(each);
      button?.removeAttribute("aria-busy");
    }
  });
  // Every letter: back, home or an empty battery takes nothing.
  form?.addEventListener("input", (event) => {
    if (event.isTrusted && words().includes(event.target)) outbox.draft.keep(key(form), words().map((each) => [each.name, each.value]));
  });
  const begin = async () => {
    const waiting = await waitingHere();
    const entry = waiting || (isFromDevice && form && await outbox.get("counted", key(form)));
    // The entrance of the lesson leads on to what is not done, also without wifi.
    const hops = location.hash === "#verder" || /^\/learn\/[^/]+\/$/.test(location.pathname);
    if (entry && hops && entry.next.startsWith("/learn/")) return location.replace(`${entry.next}#verder`);
    if (entry) showWaiting(entry, waiting ? "waits" : "counted");
    const draft = form && !entry ? outbox.draft.of(key(form)) : null;
    if (draft) {
      words().forEach((each) => set(each, draft));
      words()[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    }
    await showRefused();
    await showPill();
  };
  document.addEventListener("outbox", async () => {
    await showPill();
    if (form && busy.has(form)) return;
    await showRefused();
    if (document.querySelector("[data-waits]") && !(await waitingHere())) location.reload();  // it went: now it is marked
  });
  begin().catch(() => {});
}
