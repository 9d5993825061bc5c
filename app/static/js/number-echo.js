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
    const size = Math.abs(n);
    if (size < 1000 || size >= 1e9) return plain(n);
    const millions = Math.floor(size / 1e6), thousands = Math.floor(size % 1e6 / 1000);
    const rest = Math.round(size % 1000 * 1e6) / 1e6;  // 250.1 keeps no tail of binary dust
    return [n < 0 && "−", millions && `${millions} ${field.dataset.million}`, thousands && `${thousands} ${field.dataset.thousand}`, rest && plain(rest)]
      .filter(Boolean).join(" ");
  };
  const show = (field) => {
    const line = document.getElementById(field.dataset.echo);
    if (!field.value.trim()) return line.replaceChildren();
    const n = read(field.value, field.dataset.lang === "nl");
    if (n === null) return line.replaceChildren(field.dataset.unread);
    const unit = field.form?.querySelector(".eenheid input:checked, .een-eenheid input")?.value || "";
    const strong = document.createElement("b");
    strong.textContent = `${words(n, field)} ${unit}`.trim();
    const whole = document.createElement("span");
    whole.append(`${field.dataset.readAs} `, strong);
    line.replaceChildren(whole);
  };
  const all = () => document.querySelectorAll("[data-echo]").forEach(show);
  document.addEventListener("input", (event) => event.target.form?.querySelectorAll("[data-echo]").forEach(show));
  document.addEventListener("htmx:afterSettle", all);
  all();
}
