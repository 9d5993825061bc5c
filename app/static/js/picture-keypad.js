// Three pictures: each tap fills a slot with a check (a neighbour looks along), the third one sends the form.
for (const form of document.querySelectorAll("form[data-keypad]")) {
  const kept = form.elements.pictures;
  const slots = [...form.querySelectorAll("[data-slots] li")];
  const done = form.querySelector("[data-slot-done]");
  const status = form.querySelector("[data-keypad-status]");
  let tapped = kept.value ? kept.value.split(",") : [];
  let sent = false;

  const show = () => {
    slots.forEach((slot, n) => {
      slot.className = n < tapped.length ? "vol" : n === tapped.length ? "beurt" : "";
      slot.replaceChildren(n < tapped.length ? done.content.cloneNode(true) : String(n + 1));
    });
    status.textContent = tapped.length < 3 ? status.dataset.said.replace("%(n)s", tapped.length) : status.dataset.done;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || sent) return;
    if (button.name === "picture") {
      event.preventDefault();
      if (tapped.length < 3) tapped.push(button.value);
      show();
      if (tapped.length === 3) {
        sent = true;
        kept.value = tapped.join(",");
        form.requestSubmit();
      }
    } else if (button.name === "erase") {
      event.preventDefault();
      tapped.pop();
      show();
    }
  });
  // Back from the next page on a shared tablet: nothing of the last try is left.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    tapped = [];
    sent = false;
    kept.value = "";
    show();
  });
}
