// Put in order: tap an arrow, press an arrow key, or drag by the number. The focus stays, a line says the new place.
{
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const lists = () => document.querySelectorAll("[data-order]");
  const items = (list) => [...list.querySelectorAll(":scope > li")];

  const ends = (list) => items(list).forEach((li, n, all) => {
    const set = (button, off) => off ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
    set(li.querySelector("[name=up]"), n === 0);
    set(li.querySelector("[name=down]"), n === all.length - 1);
  });
  const say = (list, li) => {
    const status = list.parentElement.querySelector("[data-order-status]");
    const facts = { what: li.querySelector(".zin").textContent, place: items(list).indexOf(li) + 1, all: items(list).length };
    status.textContent = list.dataset.place.replace(/%\((\w+)\)s/g, (_, name) => facts[name]);
  };
  const mark = (list, li) => {
    items(list).forEach((other) => other.classList.toggle("net", other === li));
    ends(list);
    say(list, li);
  };
  const move = (button) => {
    if (button.getAttribute("aria-disabled")) return;
    const li = button.closest("li"), list = li.parentElement, up = button.name === "up";
    const other = up ? li.previousElementSibling : li.nextElementSibling;
    const before = new Map([li, other].map((each) => [each, each.getBoundingClientRect().top]));
    if (up) other.before(li); else other.after(li);
    if (!still) before.forEach((top, each) => each.animate([{ transform: `translateY(${top - each.getBoundingClientRect().top}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" }));
    mark(list, li);
    button.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-order] button");
    if (!button) return;
    event.preventDefault();
    move(button);
  });
  document.addEventListener("keydown", (event) => {
    const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const li = name && event.target.closest?.("[data-order] > li");
    if (!li) return;
    event.preventDefault();
    move(li.querySelector(`[name=${name}]`));
  });
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-order] .nr");
    if (!handle || event.button || !event.isPrimary) return;
    const li = handle.closest("li"), list = li.parentElement;
    li.classList.add("sleep");
    const drag = (go) => {
      if (go.pointerId !== event.pointerId) return;
      for (const other of items(list)) {
        if (other === li) continue;
        const box = other.getBoundingClientRect();
        if (go.clientY < box.top || go.clientY > box.bottom) continue;
        const later = li.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (later && go.clientY > box.top + box.height / 2) other.after(li);
        if (!later && go.clientY < box.top + box.height / 2) other.before(li);
      }
      if (go.clientY < 72) scrollBy(0, -12);
      if (go.clientY > innerHeight - 132) scrollBy(0, 12);  // above the bottom row
    };
    // On the document: an element that is put elsewhere in the list loses its pointer capture.
    const drop = (go) => {
      if (go.pointerId !== event.pointerId) return;
      document.removeEventListener("pointermove", drag);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", drop);
      li.classList.remove("sleep");
      mark(list, li);
    };
    event.preventDefault();
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", drop);
  });
  // Chromium lets a quick drag roll on unseen, also where `touch-action` is none, and the tap that stops it ("Kijk na") is
  // lost. A drag that is taken from it does not roll. Heard at the numbers alone: the page scrolls without waiting for us.
  const take = (event) => event.cancelable && event.preventDefault();
  const ready = (list) => {
    ends(list);
    list.querySelectorAll(".nr").forEach((number) => number.addEventListener("touchmove", take, { passive: false }));
  };
  lists().forEach(ready);
  document.querySelectorAll("[data-drag-too]").forEach((each) => { each.hidden = false; });
  document.addEventListener("htmx:afterSettle", () => lists().forEach(ready));
}
