// The teacher's list, with a network and without: a save lies in the outbox (gate-outbox.js) with its own id, and goes
// once. When it has gone with a network, the page comes anew, so that it shows what a colleague said meanwhile.
{
  const form = document.querySelector("form[data-presence]");
  const { gateOutbox } = window;
  const boxes = form ? [...form.querySelectorAll("input[name=absent]")] : [];
  const url = form && new URL(form.action).pathname;
  // From now on this is what the page shows: only what is touched after it is a new word.
  const rest = (absent) => {
    form.querySelectorAll("input[name=was]").forEach((one) => one.remove());
    for (const pupil of absent) {
      const one = Object.assign(document.createElement("input"), { type: "hidden", name: "was", value: pupil });
      form.append(one);
    }
  };
  const absentOf = (fields) => fields.filter(([name]) => name === "absent").map(([, value]) => value);
  form?.addEventListener("submit", (event) => {
    if (!window.indexedDB) return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
    gateOutbox.add(url, fields).then(() => rest(absentOf(fields))).catch(() => form.submit());
  });
  document.addEventListener("gate-sent", ({ detail }) => {
    const mine = detail.filter(({ entry }) => entry.url === url);
    const refused = mine.find(({ said }) => said.state === "refused");
    if (refused) document.getElementById("melding").textContent = refused.said.message;
    else if (mine.length) location.reload();
  });
  if (form) gateOutbox.all().then((all) => {
    const last = all.filter((one) => one.url === url).pop();
    if (!last) return;
    const absent = absentOf(last.fields);
    boxes.forEach((box) => { box.checked = absent.includes(box.value); });
    rest(absent);
    form.dispatchEvent(new Event("change"));
  }).catch(() => {});
}
