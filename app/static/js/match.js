// Put together: tap one on the left, then what goes with it (or the other way round), or drag the one to the other. The
// lists to choose from stay what is sent; here they are only set. By keyboard the focus goes along: to the right, and back
// to the next one on the left. A finger that goes up or down scrolls; sideways, or from the number, it drags (questions.css).
for (const box of document.querySelectorAll("[data-match]")) {
  const lefts = [...box.querySelectorAll("[data-left]")], rights = [...box.querySelectorAll("[data-right]")];
  const status = box.querySelector("[data-match-status]");
  const list = (left) => left.parentElement.querySelector("select");
  const words = (button) => button.querySelector(".zin").textContent.trim();
  const partner = (left) => rights.find((right) => right.dataset.right === list(left).value);
  let picked = null;

  const say = (text, left, right) => {
    const facts = { left: left && words(left), right: right && words(right) };
    status.textContent = text.replace(/%\((\w+)\)s/g, (_, name) => facts[name]);
  };
  const show = () => {
    for (const right of rights) right.querySelector(".nr").textContent = "";
    [...lefts, ...rights].forEach((each) => each.classList.remove("samen"));
    lefts.forEach((left, place) => {
      const right = partner(left);
      left.querySelector(".nr").textContent = right ? place + 1 : "";
      left.querySelector(".bij").textContent = right ? words(right) : "";
      if (!right) return;
      right.querySelector(".nr").textContent = place + 1;
      left.classList.add("samen");
      right.classList.add("samen");
    });
    [...lefts, ...rights].forEach((each) => each.setAttribute("aria-pressed", each === picked));
  };
  const pair = (left, right) => {
    for (const other of lefts) if (partner(other) === right) list(other).value = "";
    list(left).value = right.dataset.right;
    picked = null;
    say(box.dataset.paired, left, right);
  };
  const tap = (button) => {
    const other = lefts.includes(button) ? rights : lefts;
    if (picked && other.includes(picked)) return pair(...(lefts.includes(button) ? [button, picked] : [picked, button]));
    if (picked === button) {
      const left = lefts.includes(button) ? button : lefts.find((each) => partner(each) === button);
      picked = null;
      if (!left || !partner(left)) return;
      list(left).value = "";
      return say(box.dataset.loose, left);
    }
    picked = button;
    say(box.dataset.pick);
  };
  const FAR = 8;  // px; less is a tap
  let drag = null, dropped = false;
  const under = (event) => {
    const other = lefts.includes(drag.from) ? rights : lefts;
    return document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest(".helft")).find((each) => other.includes(each));
  };
  const moved = (event) => {
    if (event.pointerId !== drag?.id) return;
    const x = event.clientX - drag.x, y = event.clientY + scrollY - drag.y;
    if (!drag.on && Math.hypot(x, y) < FAR) return;
    drag.on = true;
    drag.from.classList.add("sleep");
    drag.from.style.translate = `${x}px ${y}px`;
    const now = under(event);
    [...lefts, ...rights].forEach((each) => each.classList.toggle("boven", each === now));
    if (event.clientY < 72) scrollBy(0, -12);
    if (event.clientY > innerHeight - 132) scrollBy(0, 12);  // above the bottom row
  };
  const ended = (event) => {
    if (event.pointerId !== drag?.id) return;
    const { from, on } = drag, other = on && event.type === "pointerup" && under(event);
    drag = null;
    from.classList.remove("sleep");
    from.style.translate = "";
    box.querySelectorAll(".boven").forEach((each) => each.classList.remove("boven"));
    if (!on) return;
    dropped = true;  // the click that follows is the end of the drag
    setTimeout(() => { dropped = false; }, 60);
    if (other) pair(...(lefts.includes(from) ? [from, other] : [other, from]));
    show();
  };
  box.addEventListener("pointerdown", (event) => {
    const from = event.target.closest(".helft");
    if (from && !drag && !event.button && event.isPrimary) drag = { from, id: event.pointerId, x: event.clientX, y: event.clientY + scrollY };
  });
  // As in order.js: a quick drag that is not taken from the browser rolls on unseen, and the tap after it is lost.
  const take = (event) => {
    if (!drag?.on || !event.cancelable) return;
    const { clientX, clientY } = event.changedTouches[0];
    const sideways = Math.abs(clientX - drag.x) > Math.abs(clientY + scrollY - drag.y);
    if (sideways || event.target.closest(".nr")) event.preventDefault();  // up or down over the words: that scrolls
  };
  [...lefts, ...rights].forEach((each) => each.addEventListener("touchmove", take, { passive: false }));
  for (const [name, what] of [["pointermove", moved], ["pointerup", ended], ["pointercancel", ended]]) document.addEventListener(name, what);
  box.addEventListener("dragstart", (event) => event.preventDefault());  // a picture or a selection: not by the browser
  box.addEventListener("click", (event) => {
    const button = event.target.closest(".helft");
    if (!button || dropped) return;
    const before = picked;
    tap(button);
    show();
    if (event.detail) return;  // a finger or a mouse: the eye follows by itself
    if (picked === button) (lefts.includes(button) ? rights : lefts)[0].focus();
    else if (before && before !== button) (lefts.find((left) => !partner(left)) || button).focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !picked) return;
    picked.focus();
    picked = null;
    show();
  });
  box.addEventListener("change", show);  // an answer that waits is shown again (saving.js)
  box.classList.add("tik");
  box.querySelectorAll(".rechts, [data-left], [data-with]").forEach((each) => { each.hidden = false; });
  box.querySelector("[data-without]").hidden = true;
  show();
}
