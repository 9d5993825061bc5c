// A page that keeps itself fresh: `data-live="5"` gets the event "live" every 5 s while somebody looks at it.
// Beside it: hx-get, hx-trigger="live", hx-swap="innerHTML". A hidden tab asks nothing; on return it asks at once.
{
  const last = new WeakMap();
  const tick = (now) => {
    if (document.hidden) return;
    for (const each of document.querySelectorAll("[data-live]")) {
      const seconds = Number(each.dataset.live) || 5;
      if (each.getAttribute("aria-busy") === "true" || now - (last.get(each) ?? started) < seconds * 1000) continue;
      last.set(each, now);
      each.dispatchEvent(new CustomEvent("live"));
    }
  };
  const started = performance.now();
  setInterval(() => tick(performance.now()), 500);
  // What is shown grows old without a word when the wifi is gone, so it is said (`data-live-lost`) until it is heard again.
  const lost = (is) => document.querySelectorAll("[data-live-lost]").forEach((each) => { each.hidden = !is; });
  for (const gone of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(gone, () => lost(true));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr.status) lost(false); });
  // No longer this person's to see (another school was chosen in another tab, a post ended): old names do not stay.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.matches?.("[data-live]") && [403, 404].includes(event.detail.xhr.status)) location.reload();
  });
  // A row that had the focus is gone from a list (`data-live-list`): the next one has it, or at last what stands first.
  const buttons = () => [...document.querySelectorAll("[data-live-list] button")];
  let row = -1;
  document.addEventListener("htmx:beforeSwap", () => { row = buttons().indexOf(document.activeElement); });
  document.addEventListener("htmx:afterSettle", () => {
    if (row < 0 || document.activeElement !== document.body) return;
    (buttons().slice(0, row + 1).pop() ?? document.querySelector("[data-live] :is(button, a)"))?.focus({ preventScroll: true });
  });
  // Open becomes Shut, Pause becomes Go on, under the same finger: the second half of a double click does not undo it.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest?.("[data-live] form[hx-post] button")) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    document.querySelectorAll("[data-live]").forEach((each) => last.set(each, -Infinity));
    tick(performance.now());
  });
}
