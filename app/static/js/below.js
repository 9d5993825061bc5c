// "Look below too": shown in the bottom row as long as the thing it leads to has not come into sight.
for (const link of document.querySelectorAll("[data-below]")) {
  const target = document.querySelector(link.dataset.below);
  if (!target || !("IntersectionObserver" in window)) continue;
  const row = link.closest(".doe").offsetHeight + 48;  // and a line of it must be in sight
  const watch = new IntersectionObserver(([seen]) => {
    link.hidden = target.hidden || seen.isIntersecting || seen.boundingClientRect.top < 0;
  }, { rootMargin: `0px 0px -${row}px 0px` });
  watch.observe(target);
}
