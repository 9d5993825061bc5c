// After handing in the page comes back at "#terug": the focus goes to what it says, so that who listens hears it at once
// and the next Tab goes on from there.
if (location.hash === "#terug") {
  const said = [...document.querySelectorAll("#f .fout, #f .praat, main .praat")].find((each) => each.checkVisibility?.() ?? true);
  const place = said || document.querySelector("#q");
  if (place) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
}
