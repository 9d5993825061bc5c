"""A voice for a browser without one: it says each word of what it is given, one every few milliseconds, and keeps what
it was asked. Put in before the page: `context.add_init_script(voice(...))`.
"""

import json

_SCRIPT = """
(() => {
  const LATE = %(late)s, PACE = %(pace)s, known = %(voices)s;
  const said = [], listeners = [];
  let there = LATE ? [] : known, line = [], timer = 0;
  const next = () => {
    const one = line[0];
    if (!one) return;
    said.push({ text: one.text, lang: one.lang, rate: one.rate });
    one.onstart?.({});
    const words = [...one.text.matchAll(/\\S+/g)];
    const go = () => {
      if (line[0] !== one) return;
      const word = words.shift();
      if (!word) { line.shift(); one.onend?.({}); return next(); }
      one.onboundary?.({ name: "word", charIndex: word.index });
      timer = setTimeout(go, PACE);
    };
    go();
  };
  const speech = {
    getVoices: () => there,
    addEventListener: (name, heard) => listeners.push(heard),
    speak: (one) => { line.push(one); if (line.length === 1) setTimeout(next, 1); },
    cancel: () => {
      const gone = line;
      clearTimeout(timer);
      line = [];
      gone.forEach((one) => one.onerror?.({ error: "canceled" }));
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const come = () => { there = known; listeners.forEach((heard) => heard()); };
  window.voice = { said, come, busy: () => line.length > 0 };
})();
"""
DUTCH = {"name": "Dutch", "lang": "nl-NL", "localService": True}
FLEMISH = {"name": "Flemish", "lang": "nl-BE", "localService": True}
ENGLISH = {"name": "English", "lang": "en_GB", "localService": False}


def voice(*voices: dict[str, object], late: bool = False, pace: int = 5) -> str:
    """A script that gives the window these voices; `late`: only after `voice.come()`. `pace`: milliseconds a word."""
    return _SCRIPT % {"late": json.dumps(late), "pace": pace, "voices": json.dumps(voices)}
