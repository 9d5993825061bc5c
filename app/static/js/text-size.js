// "Groter" and "meer ruimte": kept on this device only. Runs before the page is drawn, so that nothing jumps.
{
  const root = document.documentElement;
  const sizes = ["", "groot", "ruim"];
  const kept = () => { try { return localStorage.getItem("maat") || ""; } catch { return ""; } };
  const set = (size) => { if (size) root.dataset.maat = size; else delete root.dataset.maat; };
  set(kept());
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-text-size]")) {
      const say = () => {
        const words = button.dataset[root.dataset.maat || "normal"];
        if (button.firstElementChild) button.setAttribute("aria-label", words); else button.textContent = words;
      };
      say();
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = sizes[(sizes.indexOf(root.dataset.maat || "") + 1) % sizes.length];
        set(next);
        try { localStorage.setItem("maat", next); } catch { /* private window: this page only */ }
        say();
      });
    }
  });
}
