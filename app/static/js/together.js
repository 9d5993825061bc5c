// Who works together, as the device knows it: an answer given without wifi counts for those who were here when it was
// given. A page from the server says who is; one of the device asks here. Taken off means: from the next answer on.
{
  const { outbox } = window;
  const isFromDevice = !document.querySelector("meta[name=csrf]").content;
  const band = document.querySelector("[data-together]"), list = band?.querySelector("ul");
  const status = document.querySelector("[data-together-status]");
  const HERE = `werf together ${outbox.owner}`, NAMES = `werf names ${outbox.owner}`, OFF = `werf apart ${outbox.owner}`;
  const read = (store, key, none) => { try { return JSON.parse(store.getItem(key)) ?? none; } catch { return none; } };
  const write = (store, key, value) => { try { store.setItem(key, JSON.stringify(value)); } catch { /* full, or not allowed */ } };
  const here = () => read(localStorage, HERE, []);
  outbox.together = () => here().map((one) => ["together", one.ticket]);

  const names = () => read(sessionStorage, NAMES, {});  // of this tab alone: they go with it
  const draw = () => {
    if (!band) return;
    const now = here();
    for (const form of list.querySelectorAll("form")) if (!now.some((one) => one.id === form.dataset.off)) form.closest("li").remove();
    for (const one of now) {
      if (list.querySelector(`[data-off="${CSS.escape(one.id)}"]`)) continue;
      const item = document.getElementById("together-one").content.cloneNode(true), form = item.querySelector("form");
      form.dataset.off = one.id;
      form.action = `${band.dataset.together}/${one.id}/off`;
      form.querySelector("[data-name]").textContent = names()[one.id] || status.dataset.somebody;
      list.append(item);
    }
    band.hidden = !now.length;
    alone(now.length > 0);
  };
  // What everybody thinks for themselves is not asked of several at once.
  const alone = (isTogether) => {
    const form = document.querySelector("form[data-alone]"), said = document.querySelector("[data-alone-said]");
    if (!form || !said) return;
    form.hidden = isTogether;
    said.hidden = !isTogether;
    const act = document.querySelector("footer button.actie[form=f]"), onward = document.querySelector("footer [data-alone-onward]");
    if (act) act.hidden = isTogether;
    if (onward) onward.hidden = !isTogether;
  };
  const tellServer = async (id) => {
    const body = new URLSearchParams({ owner: outbox.owner });
    const answer = await fetch(`${band.dataset.together}/${id}/off`, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": outbox.token(), "X-Idle": outbox.idle?.() ?? "" } });
    if (answer.ok) write(localStorage, OFF, read(localStorage, OFF, []).filter((one) => one !== id));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!band?.contains(form) || !("off" in form.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const id = form.dataset.off, name = form.querySelector("[data-name]").textContent;
    write(localStorage, HERE, here().filter((one) => one.id !== id));
    write(localStorage, OFF, [...read(localStorage, OFF, []), id]);
    draw();
    status.textContent = status.dataset.said.replace("%(name)s", name);
    document.getElementById("q")?.closest("main")?.focus({ preventScroll: true });
    const isChoosing = Boolean(document.querySelector("[data-together-page]"));
    tellServer(id).then(() => isChoosing && location.reload()).catch(() => {});  // without wifi: with the next page that comes
  }, true);

  if (band && !isFromDevice) {
    const off = read(localStorage, OFF, []);
    const forms = [...list.querySelectorAll("form")];
    const now = forms.map((form) => ({ id: form.dataset.off, ticket: form.dataset.ticket })).filter((one) => !off.includes(one.id));
    write(localStorage, HERE, now);
    write(sessionStorage, NAMES, Object.fromEntries(forms.map((form) => [form.dataset.off, form.querySelector("[data-name]").textContent])));
    write(localStorage, OFF, off.filter((id) => forms.some((form) => form.dataset.off === id)));
    for (const id of read(localStorage, OFF, [])) tellServer(id).catch(() => {});
  }
  draw();
  addEventListener("storage", (event) => event.key === HERE && draw());
  addEventListener("pageshow", draw);
  document.addEventListener("together", draw);  // the screen was locked: nobody was here (lock.js)
}
