// While names are ticked: the sum above the list, the plates and the words on the big button follow.
for (const form of document.querySelectorAll("[data-presence]")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const say = (each, n) => {
    const pattern = n === 1 && each.dataset.one ? each.dataset.one : each.dataset.many;
    if (pattern) each.textContent = pattern.replace("%(n)s", n); else each.textContent = n;
  };
  const show = () => {
    const absent = boxes.filter((box) => box.checked).length;
    document.querySelectorAll("[data-present]").forEach((each) => say(each, boxes.length - absent));
    document.querySelectorAll("[data-absent]").forEach((each) => say(each, absent));
    document.querySelectorAll(".plaatjes rect").forEach((plate, n) => plate.setAttribute("fill", n < boxes.length - absent ? "#0A4F78" : "#D3DFE6"));
  };
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
}
