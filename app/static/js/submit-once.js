// A double tap sends a form once. The button says "Even wachten"; it comes back when the page does.
// Without a network nothing is sent: the page stays as it is, with what was typed, and says so (`template#offline`).
{
  const wait = document.documentElement.lang === "en" ? "One moment" : "Even wachten";
  const held = new Map();
  const release = (form) => {
    const kept = held.get(form);
    if (!kept) return;
    held.delete(form);
    clearTimeout(kept.timer);
    if (kept.button) {
      kept.button.removeAttribute("aria-busy");
      if (kept.label) kept.label.textContent = kept.text;
    }
  };
  const notices = () => document.getElementById("melding");
  // The words of the button: its last text node, so that the icon stays.
  const words = (button) => [...button.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim()).pop();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || form.target || "again" in form.dataset) return;
    // These are kept once by a script of their own, with wifi and without: saving.js, help.js, together.js, lock.js.
    if (window.outbox && ["outbox", "help", "off", "secret"].some((name) => name in form.dataset)) return;
    const offline = navigator.onLine ? null : document.getElementById("offline");
    if (offline) {
      event.preventDefault();
      event.stopImmediatePropagation();
      notices()?.replaceChildren(offline.content.cloneNode(true));
      return;
    }
    if (held.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const button = event.submitter;
    const label = button?.tagName === "BUTTON" && button.matches(".knop") ? words(button) : null;
    const kept = { button, label, text: label?.textContent };
    held.set(form, kept);
    button?.setAttribute("aria-busy", "true");
    kept.timer = setTimeout(() => {
      if (event.defaultPrevented && !form.matches("[hx-post]")) return release(form);
      if (label) label.textContent = wait;
    }, 250);
  }, true);
  addEventListener("online", () => document.getElementById("offline") && notices()?.replaceChildren());
  addEventListener("pageshow", () => [...held.keys()].forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest?.("form")));
}
