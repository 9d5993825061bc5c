// "Lees voor": the device's own voice, in the language of the text itself. Sentence after sentence, with the word that is
// spoken marked in the page (CSS highlights: no element is touched). A button shows only when there is a voice for what
// it reads. Once more on the button, Escape, another button or another page: it stops; then it begins anew.
if ("speechSynthesis" in window) {
  const speech = window.speechSynthesis;
  const page = document.documentElement;
  const PLACE = { nl: "nl-nl", en: "en-gb" };
  const SILENT = 6000;  // ms: a voice that has not begun by then never will
  const NOT_READ = "script, style, template, button, select, textarea, [aria-hidden=true], .vh, [data-read-not]";
  const paint = "highlights" in (window.CSS || {});
  let now = null;  // { button, turn } while it speaks

  const languageOf = (element) => (element.closest("[lang]") || page).lang.slice(0, 2).toLowerCase();
  // On the device before over the network; Dutch of the Netherlands before that of Belgium.
  const voiceFor = (language) => {
    const tag = (each) => each.lang.toLowerCase().replace("_", "-");
    const worth = (each) => (each.localService ? 2 : 0) + (tag(each) === PLACE[language] ? 1 : 0);
    return speech.getVoices().filter((each) => tag(each).split("-")[0] === language).sort((one, other) => worth(other) - worth(one))[0];
  };

  // What a button reads: the elements of its selectors, in the order of the page; with an empty one, its own box.
  const read = (button) => {
    const named = button.dataset.read ? [...document.querySelectorAll(button.dataset.read)] : [button.closest("[data-read-box]") || button.parentElement];
    const outer = named.filter((each) => !named.some((other) => other !== each && other.contains(each)));
    return outer.filter(seen);
  };
  const seen = (each) => each.checkVisibility ? each.checkVisibility() : each.offsetParent !== null;
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline");
  const block = (node) => { let each = node.parentElement; while (isInline(each)) each = each.parentElement; return each; };

  // Pieces of text that stand together, with the place of each letter in the page. A field to fill in is named.
  const pieces = function* (root) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      if (node.matches(NOT_READ) || !seen(node)) return NodeFilter.FILTER_REJECT;
      return node.matches("input[aria-label]") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    });
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const text = node.nodeType === Node.TEXT_NODE ? node.data.replace(/\s/g, " ") : ` ${node.getAttribute("aria-label")} `;
      if (text.trim()) yield { node, text, block: block(node), language: languageOf(node.parentElement), isText: node.nodeType === Node.TEXT_NODE };
    }
  };
  const paragraphs = (button) => {
    const all = [];
    for (const piece of read(button).flatMap((root) => [...pieces(root)])) {
      const last = all.at(-1);
      if (last?.block === piece.block && last.language === piece.language) {
        last.spots.push({ ...piece, from: last.text.length });
        last.text += piece.text;
      } else all.push({ block: piece.block, language: piece.language, text: piece.text, spots: [{ ...piece, from: 0 }] });
    }
    return all;
  };
  // One utterance a sentence: a long text in one piece is cut off by some voices.
  const sentences = (button) => paragraphs(button).flatMap((paragraph) => {
    const cut = "Segmenter" in Intl ? [...new Intl.Segmenter(paragraph.language, { granularity: "sentence" }).segment(paragraph.text)].map((one) => [one.index, one.segment]) : [[0, paragraph.text]];
    return cut.filter(([, text]) => text.trim()).map(([from, text]) => ({ ...paragraph, from, said: text }));
  });

  // A stretch of a sentence as a range of the page. Null when it is no text there (the name of a field).
  const range = (sentence, start, length) => {
    const find = (at) => sentence.spots.findLast((spot) => spot.from <= at);
    const begin = sentence.from + start, end = begin + length;
    const first = find(begin), last = find(end - 1);
    if (!first?.isText || !last?.isText || !first.node.isConnected || !last.node.isConnected) return null;
    const made = new Range();
    made.setStart(first.node, Math.min(begin - first.from, first.node.length));
    made.setEnd(last.node, Math.min(end - last.from, last.node.length));
    return made;
  };
  const mark = (name, made) => {
    if (!paint) return;
    if (made) CSS.highlights.set(name, new Highlight(made)); else CSS.highlights.delete(name);
  };
  const show = (sentence) => {
    const bare = sentence.said.trimEnd(), lead = bare.length - bare.trimStart().length;
    mark("leeszin", range(sentence, lead, bare.length - lead));
    const box = sentence.block.getBoundingClientRect(), row = document.querySelector(".doe")?.offsetHeight || 0;
    if (box.top < 0 || box.bottom > innerHeight - row) sentence.block.scrollIntoView({ block: box.height > innerHeight / 2 ? "start" : "center" });
  };
  const word = (sentence, event) => {
    if (event.name && event.name !== "word") return;
    const rest = sentence.said.slice(event.charIndex);
    const length = event.charLength || (rest.match(/^\S+/) || [""])[0].length;
    if (length) mark("leeswoord", range(sentence, event.charIndex, length));
  };

  const stop = () => {
    if (!now) return;
    clearTimeout(now.timer);
    now.button.setAttribute("aria-pressed", "false");
    now = null;
    speech.cancel();
    mark("leeszin", null);
    mark("leeswoord", null);
  };
  // Each utterance starts the next one; what was stopped meanwhile is not ours any more.
  const speak = (turn, all) => {
    const sentence = all.shift();
    if (!sentence) return stop();
    const voice = voiceFor(sentence.language), ours = () => now === turn;
    if (!voice) return speak(turn, all);
    const said = new SpeechSynthesisUtterance(sentence.said);
    Object.assign(said, { voice, lang: voice.lang, rate: page.dataset.toon === "po" ? 0.9 : 1 });
    said.onstart = () => { if (ours()) { clearTimeout(turn.timer); show(sentence); } };
    said.onboundary = (event) => { if (ours()) word(sentence, event); };
    said.onend = () => { if (ours()) { clearTimeout(turn.timer); mark("leeswoord", null); speak(turn, all); } };
    said.onerror = () => { if (ours()) stop(); };
    turn.said = said;  // held: some browsers forget what nobody holds, and never say that it ended
    turn.timer = setTimeout(() => { if (ours()) stop(); }, SILENT);
    speech.speak(said);
  };

  const offer = () => document.querySelectorAll("[data-read]").forEach((button) => {
    const first = read(button)[0];
    button.hidden = !voiceFor(first ? languageOf(first) : page.lang);
  });
  let asked = 0;
  const offerSoon = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(offer); };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read]");
    if (!button) return;
    const again = now?.button === button;
    stop();
    if (again) return;
    now = { button };
    button.setAttribute("aria-pressed", "true");
    speech.cancel();  // what another page left behind
    speak(now, sentences(button));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  addEventListener("pagehide", stop);
  document.addEventListener("submit", stop);
  // Voices come late, and some browsers do not say so; pieces of a page come later still (saving.js).
  speech.addEventListener?.("voiceschanged", offerSoon);
  for (const wait of [300, 1500, 4000]) setTimeout(offerSoon, wait);
  const main = document.querySelector("main");
  if (main) new MutationObserver(offerSoon).observe(main, { childList: true, subtree: true });
  offer();
}
