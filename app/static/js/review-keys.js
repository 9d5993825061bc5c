// Answers without a mouse. The keys belong to the card that has the focus and to nothing else, so that nobody who speaks to
// a machine or reads with one presses them by accident. In a field only Enter (send) and Escape (back to the card) do.
{
  const list = document.querySelector("[data-answers]");
  const legend = document.querySelector("[data-keys]");
  const bank = document.getElementById("zinnen");
  const cards = () => [...list.querySelectorAll("article")];
  let lately = null, wanted = null;  // the card something was said at last; what is to be done with it when it is saved
  let asking = null;  // the card the box of sentences is open for

  const go = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const beside = (card, by) => cards()[cards().indexOf(card) + by];
  const isLeft = (card) => card.dataset.waits && card.dataset.save !== "busy";
  const nextLeft = (card) => {
    const all = cards(), here = all.indexOf(card);
    return [...all.slice(here + 1), ...all.slice(0, here)].find(isLeft);
  };
  const write = (card) => {
    const box = card.querySelector("[data-say]");
    if (!box) return null;
    box.open = true;
    const field = box.querySelector("textarea");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    return field;
  };
  const press = (button) => button && button.form.requestSubmit(button);
  const stamp = (card) => {
    if (!write(card)) return;
    const box = card.querySelector("[data-stamps]");
    (box.querySelector(":checked") ?? box.querySelector("input")).focus();
    box.scrollIntoView({ block: "nearest" });
  };
  const back = (card) => {
    if (!write(card)) return;
    const box = card.querySelector("[name=again]");
    box.checked = !box.checked;
  };
  const sentences = (card) => {
    if (!bank || !card.querySelector("textarea")) return;
    asking = card;
    bank.showModal();
    (bank.querySelector("[data-sentence]") ?? bank.querySelector("[data-close]")).focus();
  };
  // Of this card, else of the one something was said at last; when that is still on its way, as soon as it is there.
  const later = (card, kind, then) => {
    const here = [card, lately].find((one) => one?.isConnected && one.querySelector(`[data-save=${kind}]`));
    if (here) then(here, here.querySelector(`[data-save=${kind}]`));
    else if (lately?.dataset.save === "busy") wanted = () => later(lately, kind, then);
    else document.getElementById("status").textContent = list.dataset.nothing;
  };
  const undo = (card) => later(card, "back", (here, form) => {
    go(here);
    form.requestSubmit();
  });
  const keep = (card) => later(card, "keep", (_, form) => form.requestSubmit());
  const fold = (card) => { const long = card.querySelector("[data-fold]"); if (long) long.open = !long.open; };
  const verdict = (name) => (card) => press(card.querySelector(`[name=verdict][value=${name}]`));

  const KEYS = {
    j: (card) => go(beside(card, 1)), ArrowDown: (card) => go(beside(card, 1)), ArrowRight: (card) => go(beside(card, 1)),
    k: (card) => go(beside(card, -1)), ArrowUp: (card) => go(beside(card, -1)), ArrowLeft: (card) => go(beside(card, -1)),
    1: verdict("right"), 2: verdict("partly"), 3: verdict("not"),
    t: write, Enter: write, r: back, s: stamp, c: sentences, "/": sentences, u: undo, b: keep, o: fold,
    n: () => document.getElementById("volgende")?.click(),
    "?": () => legend?.classList.toggle("alle"),
  };
  const inField = (event, card) => {
    if (event.key === "Escape") {
      event.preventDefault();
      return go(card);
    }
    const digit = Number(event.key), stamps = event.target.closest("[data-stamps]");
    if (stamps && digit >= 1) {
      const chosen = stamps.querySelectorAll("input")[digit];  // the first of them is: none
      if (chosen) { chosen.checked = true; chosen.focus(); }
      return event.preventDefault();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.matches("select")) return undefined;
    event.preventDefault();
    return press(card.querySelector("[data-send]"));
  };
  list.addEventListener("keydown", (event) => {
    const card = event.target.closest("article");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return void inField(event, card);
    if (event.key === "Escape") return void go(card);
    if (event.target !== card || event.repeat && !/^(j|k|Arrow)/.test(event.key)) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(card);
  });

  list.addEventListener("review:sent", ({ detail: { card } }) => {
    lately = card;
    wanted = null;
    const next = nextLeft(card) ?? beside(card, 1);
    if (next) go(next);
    else if (document.getElementById("volgende")) document.getElementById("volgende").focus();
    else go(card);
  });
  list.addEventListener("review:card", ({ detail: { card, was, kind } }) => {
    if (lately === was) {
      lately = card;
      const then = wanted;
      wanted = null;
      then?.();
    }
    if (kind === "back" && card.querySelector("textarea")?.value) write(card);
  });

  bank?.addEventListener("keydown", (event) => {
    const chosen = /^[1-9]$/.test(event.key) && bank.querySelectorAll("[data-sentence]")[event.key - 1];
    if (chosen) { event.preventDefault(); chosen.click(); }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (!step) return;
    const all = [...bank.querySelectorAll("[data-sentence]")];
    all[all.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  });
  bank?.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) return bank.close();
    const chosen = event.target.closest("[data-sentence]");
    if (!chosen) return undefined;
    const field = asking.querySelector("textarea"), words = chosen.querySelector("span").textContent;
    field.value = field.value.trim() ? `${field.value.trim()} ${words}` : words;
    return bank.close("chosen");
  });
  bank?.addEventListener("close", () => {
    if (asking?.isConnected && (bank.returnValue === "chosen" || asking.querySelector("textarea").value)) write(asking);
    else go(asking);
    bank.returnValue = "";
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-bank]")) sentences(event.target.closest("article"));
  });
  const first = () => cards().find(isLeft) ?? cards()[0];
  legend?.querySelector("[data-begin]").addEventListener("click", () => go(first()));
  if (legend) legend.hidden = false;
  // No element has this name: a browser that goes to one takes the focus away again.
  if (location.hash === "#met-toetsen") go(first());
}
