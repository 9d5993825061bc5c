// B or the button makes the board black; B, a tap or Escape brings it back.
{
  const black = document.getElementById("blank");
  const button = document.querySelector("[data-blank]");
  if (black && button) {
    const turn = () => {
      black.hidden = !black.hidden;
      (black.hidden ? button : black).focus();
    };
    button.hidden = false;
    button.addEventListener("click", turn);
    black.addEventListener("click", turn);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
      if (event.key.toLowerCase() === "b" || (event.key === "Escape" && !black.hidden)) turn();
    });
  }
}
