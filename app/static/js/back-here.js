// After handing in the page comes back at "#terug": the focus goes to what it says, so that who listens hears it at once
// and the next Tab goes on from there. After the browser has gone to "#terug" itself, which takes the focus away.
if (location.hash === "#terug") {
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    const said = [...document.querySelectorAll("#f .fout, #f .praat, main .praat")].find((each) => each.checkVisibility?.() ?? true);
    const place = said || document.querySelector("#q");
    if (!place || document.activeElement !== document.body) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  })));
}
