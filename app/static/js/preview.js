// The author's preview: asks every second whether a file was saved, and loads the page again when one was.
// The place on the page stays where it was, because a browser keeps it on a reload.
{
  const { changed, stamp } = document.currentScript.dataset;
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(changed, { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== stamp) location.reload();
    } catch {
      // the command was stopped; when it runs again the page goes on
    }
  };
  setInterval(ask, 1000);
  document.addEventListener("visibilitychange", ask);
}
