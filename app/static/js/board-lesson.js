// The lesson on the board: arrows, page keys and a clicker go on and back, A shows the answer, B or . makes the board
// black, F fills the screen, Escape leaves. Without this file the same links are there to tap.
{
  const black = document.getElementById("blank");
  const link = (name) => document.querySelector(`#les [data-${name}]`);
  let busy = false, wanted = "";  // a key that is pressed while the next screen is on its way is done on that screen
  const follow = (name) => {
    if (busy) wanted = name;
    else link(name)?.click();
  };
  const turn = () => {
    black.hidden = !black.hidden;
    if (!black.hidden) black.focus();
    else document.getElementById("m").focus({ preventScroll: true });
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const KEYS = {
    ArrowRight: "next", PageDown: "next", " ": "next",
    ArrowLeft: "previous", PageUp: "previous",
    a: "answer", Enter: "answer", Escape: "leave",
  };
  const PRESSES = "a, button, summary";  // Enter and space press these themselves

  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "b" || key === "." || (key === "Escape" && !black.hidden)) {
      event.preventDefault();
      if (!event.repeat) turn();
      return;
    }
    if (!black.hidden) {  // nothing moves behind a black board
      if (key in KEYS && !((key === " " || key === "Enter") && at === black)) event.preventDefault();
      return;
    }
    if (key === "f" && document.fullscreenEnabled) return void fill();
    if (!(key in KEYS) || ((key === " " || key === "Enter") && at.closest(PRESSES))) return;
    event.preventDefault();
    if (!event.repeat) follow(KEYS[key]);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-blank], #blank")) turn();
    else if (event.target.closest("[data-full]")) fill();
  });

  // What does not fit is made a little smaller, down to a size that is still read from the back; below that it scrolls.
  const STEPS = ["", "1", "2", "3", "4", "5", "6"];
  const fit = () => {
    const main = document.getElementById("m");
    for (const step of STEPS) {
      main.dataset.fit = step;
      if (document.documentElement.scrollHeight <= innerHeight) return;
    }
  };
  const ready = () => {
    link("blank").hidden = false;
    link("full").hidden = !document.fullscreenEnabled;
    fit();
    for (const picture of document.querySelectorAll("#m img")) if (!picture.complete) picture.addEventListener("load", fit);
  };
  const settled = () => {
    const name = wanted;
    busy = false;
    wanted = "";
    if (name) follow(name);
  };
  document.addEventListener("htmx:beforeRequest", () => { busy = true; });
  document.addEventListener("htmx:afterSettle", () => { ready(); settled(); });
  for (const gone of ["htmx:responseError", "htmx:sendError", "htmx:abort", "htmx:timeout"]) {
    document.addEventListener(gone, () => { wanted = ""; settled(); });
  }
  addEventListener("resize", fit);
  document.fonts?.ready.then(fit);
  ready();
}
