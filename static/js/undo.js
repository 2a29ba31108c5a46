/* Counts down beside Undo, and takes the button away when the answer has left. Without this the hour stands there. */
for (const form of document.querySelectorAll("form[data-left]")) {
  const button = form.querySelector("button");
  const shown = form.querySelector("[data-undo-left]");
  const ends = performance.now() + 1000 * Number(form.dataset.left);
  const tick = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left > 0) {
      shown.textContent = left;
      return setTimeout(tick, 250);
    }
    if (document.activeElement === button) document.getElementById("answer-body")?.focus();
    form.querySelector("[data-undo-said]").textContent = form.dataset.gone;
    button.remove();
  };
  tick();
}
