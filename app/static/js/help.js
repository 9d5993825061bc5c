// "Vraag hulp" without leaving the page: what was chosen or half typed stays. Without wifi nobody sees the hand, and
// that is said; the browser's own page about it never comes.
{
  const { outbox } = window;
  const WAIT = 6000;  // ms
  const notices = document.getElementById("melding");
  const shown = (form, isUp) => {
    const button = form.querySelector("button"), words = button.querySelector("span");
    button.setAttribute("aria-pressed", String(isUp));
    words.textContent = isUp ? form.dataset.up : form.dataset.down;
    form.querySelector("[name=stop]")?.remove();
    if (isUp) form.insertAdjacentHTML("afterbegin", '<input type="hidden" name="stop" value="1">');
    document.getElementById("status").textContent = isUp ? form.dataset.said : "";
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!("help" in form.dataset) || !outbox.owner) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button?.hasAttribute("aria-busy")) return;  // a double tap is one
    button?.setAttribute("aria-busy", "true");
    notices?.querySelector("[data-no-help]")?.remove();
    const isUp = !form.querySelector("[name=stop]");
    try {
      if (!outbox.token()) await outbox.renewed();
      const body = new URLSearchParams(new FormData(form));
      body.set("owner", outbox.owner);
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": outbox.token(), "X-Idle": "0" }, signal: AbortSignal.timeout(WAIT) });
      if (!answer.ok) throw new Error(answer.status);
      shown(form, isUp);
    } catch {
      notices?.append(document.getElementById("no-help").content.cloneNode(true));
      notices?.scrollIntoView({ block: "nearest" });
    } finally { button?.removeAttribute("aria-busy"); }
  }, true);
}
