/* Notes which result was opened, so that editors see what helps. Without this nothing is noted. */
(() => {
  const form = document.getElementById("clicked");
  if (!form) return;
  const note = (event) => {
    const link = event.target.closest("a[data-rank]");
    if (!link || (event.type === "auxclick" && event.button !== 1)) return;
    const data = new FormData(form);
    data.set("rank", link.dataset.rank);
    navigator.sendBeacon(form.action, data);
  };
  document.addEventListener("click", note);
  document.addEventListener("auxclick", note);
})();
