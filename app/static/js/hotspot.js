// Point at a drawing: a tap chooses the smallest place under it in the list. Beside all places it says so.
for (const figure of document.querySelectorAll("[data-spots]")) {
  const status = figure.querySelector("[data-spots-status]");
  const choices = [...document.querySelectorAll("#f input[name=answer], [data-spot-list] input[name=answer]")];
  if (!status || !choices.length) continue;
  const hint = status.textContent;
  const places = [...figure.querySelectorAll("[data-spot]")].map((rect) => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
    return { rect, x, y, width, height };
  });
  const size = (place) => place.width * place.height;
  const show = () => {
    const now = choices.find((each) => each.checked)?.value;
    places.forEach(({ rect }) => rect.classList.toggle("gekozen", rect.dataset.spot === now));
  };
  figure.querySelector(".vlakte").addEventListener("click", (event) => {
    const area = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - area.left) / area.width * 100, y = (event.clientY - area.top) / area.height * 100;
    const hit = places
      .filter((each) => x >= each.x && x <= each.x + each.width && y >= each.y && y <= each.y + each.height)
      .sort((one, other) => size(one) - size(other))
      .map((each) => choices.find((choice) => choice.value === each.rect.dataset.spot))
      .find(Boolean);  // what was tried already is not in the list any more
    status.textContent = hit ? hint : status.dataset.outside;
    if (hit) hit.checked = true;
    show();
  });
  choices.forEach((each) => each.addEventListener("change", show));
  status.hidden = false;
  figure.classList.add("klikt");
  show();
}
