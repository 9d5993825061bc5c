// "Lees voor": the device's own voice in the page's language. No voice, no button.
if ("speechSynthesis" in window) {
  const speech = window.speechSynthesis;
  const language = document.documentElement.lang;
  let busy = null;

  const voice = () => {
    const fitting = speech.getVoices().filter((each) => each.lang.toLowerCase().replace("_", "-").startsWith(language));
    return fitting.find((each) => each.localService) || fitting[0];
  };
  const show = () => document.querySelectorAll("[data-read]").forEach((button) => { button.hidden = !voice(); });
  const stop = () => {
    speech.cancel();
    busy?.setAttribute("aria-pressed", "false");
    busy = null;
  };
  // One utterance per sentence-like part: a long text in one piece is cut off by some voices.
  const seen = (each) => each.checkVisibility ? each.checkVisibility() : each.offsetParent !== null;
  const parts = (selectors) => [...document.querySelectorAll(selectors)]
    .filter(seen)  // what is folded or not there for the eye is not read out either
    .map((each) => each.dataset.say || each.innerText)
    .flatMap((text) => text.split(/(?<=[.!?:])\s+|\n+/))
    .map((text) => text.trim())
    .filter(Boolean);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read]");
    if (!button) return;
    const again = busy === button;
    stop();
    if (again) return;
    busy = button;
    button.setAttribute("aria-pressed", "true");
    const all = parts(button.dataset.read);
    all.forEach((text, n) => {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = language === "nl" ? "nl-NL" : "en-GB";
      said.voice = voice() || null;
      said.rate = document.documentElement.dataset.toon === "po" ? 0.9 : 1;
      if (n === all.length - 1) said.onend = () => { if (busy === button) stop(); };
      speech.speak(said);
    });
  });
  addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", show);
  document.addEventListener("htmx:afterSettle", show);
  show();
}
