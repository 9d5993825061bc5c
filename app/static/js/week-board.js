// The week board by mouse, finger and keyboard. Everything is also a link: this fetches the same pages and swaps them in.
(() => {
  "use strict";
  const FAR = 6; // pixels before a press is a drag
  const NEWS = 15000; // milliseconds between two questions for news
  const bord = () => document.getElementById("bord");
  const rooster = () => document.querySelector(".rooster");
  let drag = null; // {href, label, x, y, moving, ghost, over}
  let latest = 0; // of answers that come late only the last one counts
  let panelTimer = 0;

  async function page(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  // The board as it is at `url`, where the eye was.
  async function show(url) {
    clearTimeout(panelTimer);  // else a panel that was about to be asked for would come after it: Escape was lost
    const mine = ++latest;
    let fresh;
    try {
      fresh = (await page(url)).getElementById("bord");
    } catch {
      if (mine === latest) location.assign(url);
      return false;
    }
    if (mine !== latest || !fresh) return false;
    const at = rooster() ? [rooster().scrollLeft, rooster().scrollTop] : [0, 0];
    const list = document.querySelector(".wacht ul");
    const down = list ? list.scrollTop : 0;
    bord().replaceWith(fresh);
    if (rooster()) [rooster().scrollLeft, rooster().scrollTop] = at;
    const again = document.querySelector(".wacht ul");
    if (again) again.scrollTop = down;
    return true;
  }

  // A panel that is the same page: only what is said of this moment changes.
  async function panel(cell) {
    const mine = ++latest;
    const url = new URL(cell.href, location.href);
    url.pathname = bord().dataset.now.replace(/now$/, "panel");
    try {
      const fresh = (await page(url)).getElementById("zet");
      if (mine === latest && fresh) document.getElementById("paneel").replaceChildren(fresh);
    } catch {
      if (mine === latest) location.assign(cell.href);
    }
  }

  function over(cell, wait) {
    for (const one of document.querySelectorAll(".v.boven, .v.doel")) one.classList.remove("boven", "doel");
    clearTimeout(panelTimer);
    if (!cell) return;
    cell.classList.add("boven");
    panelTimer = setTimeout(() => panel(cell), wait);
  }

  const handle = (node) => (node instanceof Element ? node.closest("a.kl, a.b") : null);

  document.addEventListener("click", async (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("#bord a.kl, #bord a.b, #bord a.v, #bord [data-stop]") : null;
    if (!link) return;
    event.preventDefault();
    if (link.matches(".v")) {
      over(link, 0);
      link.focus();
    } else if ((await show(link.href)) && !link.matches("[data-stop]")) first();
  });

  // After picking up: the first moment that fits has the focus.
  function first() {
    const cell = [...document.querySelectorAll(".v.fits")].find(seen) || [...document.querySelectorAll(".v")].find(seen);
    if (!cell) return;
    cell.focus({ preventScroll: Boolean(drag) });
    if (!drag) over(cell, 0);
  }
  const seen = (node) => node.getClientRects().length > 0;

  // Arrows go to the next moment in that direction, whatever stands between.
  function next(from, key) {
    const here = from.getBoundingClientRect();
    const ahead = {
      ArrowLeft: (r) => (r.right <= here.left + 2 ? here.left - r.left + 4 * Math.abs(r.top - here.top) : null),
      ArrowRight: (r) => (r.left >= here.right - 2 ? r.left - here.left + 4 * Math.abs(r.top - here.top) : null),
      ArrowUp: (r) => (r.bottom <= here.top + 2 ? here.top - r.top + 4 * Math.abs(r.left - here.left) : null),
      ArrowDown: (r) => (r.top >= here.bottom - 2 ? r.top - here.top + 4 * Math.abs(r.left - here.left) : null),
    }[key];
    let best = null;
    let least = Infinity;
    for (const cell of document.querySelectorAll(".v")) {
      const way = cell === from || !seen(cell) ? null : ahead(cell.getBoundingClientRect());
      if (way !== null && way < least) [best, least] = [cell, way];
    }
    return best;
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target instanceof Element ? event.target.closest(".v") : null;
    if (event.key === "Escape" && (drag || document.querySelector("#bord.bezig"))) {
      event.preventDefault();
      letGo();
      show(bord().dataset.here);
    } else if (cell && event.key.startsWith("Arrow")) {
      event.preventDefault();
      const to = next(cell, event.key);
      if (!to) return;
      to.focus();
      over(to, 120);
    } else if (cell && event.key === "Enter") {
      event.preventDefault();
      put(cell);
    }
  });

  // Enter puts only what the panel has said of this very moment.
  async function put(cell) {
    const shown = document.querySelector('#zet input[name="slot"]');
    if (!shown || shown.value !== cell.dataset.slot) {
      over(cell, 0);
      clearTimeout(panelTimer);
      await panel(cell);
    }
    const button = document.querySelector("#zet [data-put]");
    if (button && !button.disabled) button.click();
  }

  document.addEventListener("pointerdown", (event) => {
    const from = handle(event.target);
    if (!from || event.button || (event.pointerType === "touch" && !grips(event.target, from))) return;
    const label = from.querySelector("b").textContent;
    drag = { href: from.href, label, x: event.clientX, y: event.clientY, moving: false, ghost: null, over: null };
  });
  // With a finger a class is taken by its grip, so that the list and the board can still be scrolled.
  const grips = (node, from) => from.matches(".b") ? false : Boolean(node.closest("svg"));

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    if (!drag.moving) begin(event);
    drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const cell = under ? under.closest(".v") : null;
    roll(event);
    if (cell === drag.over) return;
    drag.over = cell;
    if (document.querySelector("#bord.bezig")) over(cell, 160);
  });

  function begin(event) {
    drag.moving = true;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "sleep";
    drag.ghost.textContent = drag.label;
    document.body.append(drag.ghost);
    document.documentElement.classList.add("sleept");
    document.documentElement.setPointerCapture(event.pointerId);
    show(drag.href);
  }

  // At the edge of the board it rolls on.
  function roll(event) {
    const board = rooster();
    if (!board) return;
    const edge = board.getBoundingClientRect();
    if (event.clientY > edge.bottom - 40) board.scrollTop += 14;
    if (event.clientY < edge.top + 70 && event.clientY > edge.top) board.scrollTop -= 14;
    if (event.clientX > edge.right - 40) board.scrollLeft += 14;
    if (event.clientX < edge.left + 150 && event.clientX > edge.left) board.scrollLeft -= 14;
  }

  document.addEventListener("pointerup", async (event) => {
    if (!drag) return;
    const { moving, href } = drag;
    if (!moving) {
      drag = null;
      return;
    }
    swallow();
    letGo();
    if (!document.querySelector("#bord.bezig")) await show(href);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const cell = under ? under.closest(".v") : null;
    if (!cell) return;
    over(cell, 0);
    clearTimeout(panelTimer);
    await panel(cell);
    const button = document.querySelector("#zet [data-put]");
    (button && !button.disabled ? button : document.querySelector("#zet [data-stop]")).focus();
  });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("dragstart", (event) => handle(event.target) && event.preventDefault());

  function letGo() {
    if (drag && drag.ghost) drag.ghost.remove();
    document.documentElement.classList.remove("sleept");
    drag = null;
  }

  // The click that follows a drag is none.
  function swallow() {
    const stop = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", stop, { capture: true }), 0);
  }

  // A filter that is chosen works at once; the button stays for who types.
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element ? event.target.closest(".filters") : null;
    if (form && event.target.matches("select, [type=checkbox]")) form.requestSubmit();
    if (event.target.matches('#zet input[name="expected"]')) again(event.target);
  });

  // Another number of pupils: the checks are asked once more.
  function again(input) {
    const cell = document.querySelector(".v.boven, .v.doel");
    if (!cell) return;
    const url = new URL(cell.href, location.href);
    url.searchParams.set("n", input.value);
    panel({ href: url.href });
  }

  // News: nothing is fetched while nothing changed, and never while something is in hand.
  async function news() {
    const held = bord();
    if (!held || document.hidden || drag || held.matches(".bezig") || held.contains(document.activeElement)) return;
    const answer = await fetch(held.dataset.now, { headers: { "If-None-Match": `"${held.dataset.stamp}"` }, cache: "no-store" });
    if (answer.status === 200 && !answer.redirected) show(location.href);
  }
  setInterval(() => news().catch(() => {}), NEWS);
})();
