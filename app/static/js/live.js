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
  document.addEventListener("visibilitychange", () => {
    document.querySelectorAll("[data-live]").forEach((each) => last.set(each, -Infinity));
    tick(performance.now());
  });
}
