// Words on answers are saved in the background: the card comes back from the server and takes the place of the old one,
// and meanwhile the next one has the focus. Without a connection the words stay where they are and are sent again.
{
  const list = document.querySelector("[data-answers]");
  const said = list.dataset;
  const FIRST = 1500, LONGEST = 20000, PATIENCE = 15000;  // ms
  const open = new Map();  // card -> what is on its way, or could not go
  const status = document.getElementById("status");
  const say = (...texts) => { status.textContent = texts.filter(Boolean).join(" "); };
  const token = () => document.querySelector("meta[name=csrf]");

  const left = () => {
    let n = 0;
    for (const card of list.querySelectorAll("[data-waits]")) if (card.dataset.save !== "busy") n += Number(card.dataset.waits);
    return n;
  };
  const countLeft = () => {
    const n = left(), shown = document.querySelector("[data-left]:not([data-answers])");
    if (shown) shown.textContent = n;
    return n ? said.left.replace("%(n)s", n) : said.noneLeft;
  };
  const ready = (card) => {
    card.tabIndex = 0;
    for (const form of card.querySelectorAll("form[data-save]")) form.dataset.again = "";  // this file keeps it once
    const bank = card.querySelector("[data-bank]");
    if (bank) bank.hidden = !document.getElementById("zinnen");
  };
  const stand = (card, state, text) => {
    const line = card.querySelector("[data-stand]");
    if (state) card.dataset.save = state; else delete card.dataset.save;
    line.hidden = !text;
    line.textContent = text ?? "";
    for (const form of card.querySelectorAll("form[data-save]")) form.inert = state === "busy";
    card.setAttribute("aria-busy", state === "busy");
  };
  const put = (job, text) => {
    const fresh = document.createRange().createContextualFragment(text).querySelector("article");
    if (!fresh) return false;
    const had = job.card.contains(document.activeElement);
    job.card.replaceWith(fresh);
    open.delete(job.card);
    ready(fresh);
    if (had) fresh.focus({ preventScroll: true });
    list.dispatchEvent(new CustomEvent("review:card", { detail: { card: fresh, was: job.card, kind: job.kind, mend: job.mend } }));
    return fresh;
  };
  const refuse = (job, text) => {
    job.state = "refused";
    stand(job.card, "refused", text);
    say(text);
  };
  const later = (job) => {
    job.state = "later";
    stand(job.card, "later", said.later);
    if (!job.tries++) say(said.later);
    clearTimeout(job.timer);
    job.timer = setTimeout(() => send(job), Math.min(LONGEST, FIRST * 2 ** job.tries));
  };
  // A page that was open for long, or somebody who signed in again: the same page holds a new token. False: signed out.
  const freshToken = async () => {
    const page = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("meta[name=csrf]");
    if (page.redirected) return false;
    if (found) token().content = found.content;
    return true;
  };
  const post = (job) => {
    const body = new URLSearchParams(job.body);
    body.set("csrf_token", token().content);
    const headers = { "HX-Request": "true", "X-CSRFToken": token().content };
    return fetch(job.action, { method: "POST", body, headers, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  };
  const settle = async (job, answer) => {
    if (answer.headers.get("HX-Redirect")) return refuse(job, said.signIn);
    const text = await answer.text();
    if (job.kind === "keep") return kept(job, answer, text);
    const fresh = put(job, text);
    if (!fresh) return refuse(job, said.refused);
    const rest = countLeft();
    if (answer.ok) return say(job.kind === "back" ? said.taken : said.saved, rest);
    say(said.unsaid);
    fresh.scrollIntoView({ block: "nearest" });
  };
  const kept = (job, answer, text) => {
    open.delete(job.card);
    stand(job.card, "", "");
    if (answer.ok) {
      document.querySelector("[data-sentences]").innerHTML = text;
      if (job.form.contains(document.activeElement)) job.card.focus();
      job.form.remove();
      return say(said.kept);
    }
    const why = new DOMParser().parseFromString(text, "text/html").body.textContent.trim().replace(/\s+/g, " ");
    stand(job.card, "note", `${said.notKept} ${why}`);
    say(said.notKept, why);
  };
  const send = async (job) => {
    clearTimeout(job.timer);
    job.state = "busy";
    stand(job.card, "busy", said.busy);
    try {
      let answer = await post(job);
      if (answer.status === 400) {
        if (!(await freshToken())) return refuse(job, said.signIn);
        answer = await post(job);
      }
      if (answer.status >= 500 || answer.status === 429) return later(job);
      await settle(job, answer);
    } catch {
      later(job);
    }
  };

  list.addEventListener("submit", (event) => {
    const form = event.target, card = form.closest("article");
    if (!form.dataset.save) return;
    event.preventDefault();
    const before = open.get(card);
    if (before?.state === "busy") return;
    clearTimeout(before?.timer);
    const body = new FormData(form), pressed = event.submitter;
    if (pressed?.name) body.append(pressed.name, pressed.value);
    const job = { card, form, body, action: form.action, kind: form.dataset.save, tries: 0, timer: 0, mend: false };
    open.set(card, job);
    const gone = send(job);
    countLeft();
    if (job.kind === "say") list.dispatchEvent(new CustomEvent("review:sent", { detail: { card } }));
    return gone;
  });
  addEventListener("online", () => { for (const job of open.values()) if (job.state === "later") send(job); });
  addEventListener("beforeunload", (event) => {
    const typed = [...list.querySelectorAll("textarea")].some((field) => field.value.trim() && field.value !== field.defaultValue);
    if (open.size || typed) event.preventDefault();
  });
  for (const card of list.querySelectorAll("article")) ready(card);
}
