// B or the button makes the board black; B, a tap or Escape brings it back. Over a page with names (`data-remember`) it
// stays black when the page is drawn or loaded anew: most boards mirror the laptop. blank.js hides them before that.
{
  const black = document.getElementById("blank");
  const button = document.querySelector("[data-blank]");
  if (black && button) {
    const remember = "remember" in black.dataset;
    const keep = () => { try { sessionStorage.setItem("werf blank", black.hidden ? "" : "1"); } catch { /* until the next page, then */ } };
    const turn = () => {
      black.hidden = !black.hidden;
      if (remember) {
        keep();
        document.documentElement.classList.toggle("zwart-aan", !black.hidden);
      }
      (black.hidden ? button : black).focus();
    };
    button.hidden = false;
    if (document.documentElement.classList.contains("zwart-aan")) turn();
    button.addEventListener("click", turn);
    black.addEventListener("click", turn);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
      if (event.key.toLowerCase() === "b" || (event.key === "Escape" && !black.hidden)) turn();
    });
  }
}
