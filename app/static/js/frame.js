// Around every page: a button that takes the form along without a script does not need to (`data-along`);
// the CSRF token for htmx, aria-busy while waiting, the heading focused after a page-like swap,
// the class code written as KADE 4731 while it is typed, the page of the menu one is at in sight on a phone.
document.querySelectorAll("button[data-along]").forEach((button) => button.removeAttribute("form"));
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 400) document.getElementById("melding")?.replaceChildren();
});
document.addEventListener("htmx:afterSettle", (event) => {
  const heading = event.detail.target?.querySelector?.("[data-focus]");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
});
// No answer at all: say so where notices stand, and leave the page as it was.
document.addEventListener("htmx:sendError", () => {
  const status = document.getElementById("status");
  if (status?.dataset.offline) status.textContent = status.dataset.offline;
});
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-class-code]") || event.inputType?.startsWith("delete")) return;
  const bare = field.value.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 8);
  field.value = bare.length > 4 ? `${bare.slice(0, 4)} ${bare.slice(4)}` : bare;
});
// Who signs out leaves no page with names on this phone (gate-sw.js); what still waits to be sent stays.
document.addEventListener("submit", (event) => {
  if (event.target.action?.endsWith("/sign-out") && window.caches) caches.delete("gate-pages");
});
{
  const here = document.querySelector(".balk nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;
}
