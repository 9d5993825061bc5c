// Minus and plus beside a number, without asking the server for each step; a line says the difference with what was expected.
window.startCounters = (root) => {
  for (const counter of root.querySelectorAll("[data-counter]")) {
    const field = counter.querySelector("input");
    const said = root.querySelector(`[id="${field.getAttribute("aria-describedby")}"]`);
    const clamp = (n) => Math.min(Math.max(n, Number(field.min || 0)), Number(field.max || 999));
    const show = () => {
      if (!said?.dataset.expected) return;
      const difference = Number(field.value || 0) - Number(said.dataset.expected);
      const pattern = difference === 0 ? said.dataset.same : difference < 0 ? said.dataset.less : said.dataset.more;
      const out = said.querySelector("[data-difference]");
      if (out) out.textContent = pattern.replace("%(n)s", Math.abs(difference));
    };
    counter.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      event.preventDefault();
      field.value = clamp((parseInt(field.value, 10) || 0) + Number(button.dataset.step));
      show();
    });
    field.addEventListener("input", show);
    field.addEventListener("blur", () => { field.value = clamp(parseInt(field.value, 10) || 0); show(); });
  }
};
window.startCounters(document);
