// How the machine reads a number while it is typed: "38 duizend m²". Takes away the trap of 35.000 before handing in.
{
  const read = (text, dutch) => {
    const bare = text.trim().replace(/[\s\u00a0]/g, "");
    const shape = dutch ? /^[-−]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/ : /^[-−]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
    if (!shape.test(bare)) return null;
    return Number((dutch ? bare.replace(/\./g, "").replace(",", ".") : bare.replace(/,/g, "")).replace("−", "-"));
  };
  const words = (n, field) => {
    const locale = field.dataset.lang === "nl" ? "nl-NL" : "en-GB";
    const plain = (value) => value.toLocaleString(locale, { maximumFractionDigits: 12 });
    if (Math.abs(n) >= 1e6 && n % 1e4 === 0) return `${plain(n / 1e6)} ${field.dataset.million}`;
    if (Math.abs(n) >= 1000 && n % 100 === 0) return `${plain(n / 1000)} ${field.dataset.thousand}`;
    return plain(n);
  };
  const show = (field) => {
    const line = document.getElementById(field.dataset.echo);
    if (!field.value.trim()) return line.replaceChildren();
    const n = read(field.value, field.dataset.lang === "nl");
    if (n === null) return line.replaceChildren(field.dataset.unread);
    const unit = field.form?.querySelector(".eenheid input:checked")?.value || "";
    const strong = document.createElement("b");
    strong.textContent = `${words(n, field)} ${unit}`.trim();
    line.replaceChildren(`${field.dataset.readAs}\u00a0`, strong);
  };
  const all = () => document.querySelectorAll("[data-echo]").forEach(show);
  document.addEventListener("input", (event) => event.target.form?.querySelectorAll("[data-echo]").forEach(show));
  document.addEventListener("htmx:afterSettle", all);
  all();
}
