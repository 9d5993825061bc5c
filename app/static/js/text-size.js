// "Groter" and "meer ruimte" without a new page: what was typed stays. The session holds it (the server draws the page in
// that size), so it ends with the session. Without wifi the tab remembers it, and tells it later.
{
  const root = document.documentElement;
  const sizes = ["", "groot", "ruim"];
  const following = (size) => sizes[(sizes.indexOf(size) + 1) % sizes.length];
  const key = `maat ${document.querySelector("meta[name=owner]")?.content || ""}`;
  const now = () => root.dataset.maat || "";
  const untold = { get: () => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (size) => { try { sessionStorage.setItem(key, size); } catch { /* this page only */ } },
    drop: () => { try { sessionStorage.removeItem(key); } catch { /* nothing is there then */ } } };

  const show = (size) => {
    if (size) root.dataset.maat = size; else delete root.dataset.maat;
    for (const button of document.querySelectorAll("[data-text-size] button")) {
      const words = button.dataset[size || "normal"];
      button.value = following(size);
      if (button.firstElementChild) button.setAttribute("aria-label", words); else button.textContent = words;
    }
  };
  const tell = async (form, size) => {
    const token = window.outbox?.token() || document.querySelector("meta[name=csrf]").content;
    const answer = await fetch(form.action, { method: "POST", redirect: "manual", keepalive: true, credentials: "same-origin", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ size }) });
    if ((answer.ok || answer.type === "opaqueredirect") && untold.get() === size) untold.drop();
  };
  // One at a time: of two quick taps the second one must come last.
  let line = Promise.resolve();
  const tellInTurn = (form, size) => {
    untold.set(size);
    line = line.then(() => (untold.get() === size ? tell(form, size) : null)).catch(() => {});
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("textSize" in form.dataset)) return;
    event.preventDefault();
    const size = following(now());
    show(size);
    tellInTurn(form, size);
  });
  const left = untold.get(), form = document.querySelector("[data-text-size]");
  if (form && left !== null) {
    show(left);
    if (document.querySelector("meta[name=csrf]").content) tellInTurn(form, left);
  }
}
