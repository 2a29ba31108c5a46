/* Shows what is written as readers will see it, while it is written: the form goes to the frame
   that its preview button names. Without this the button opens the same page in a tab. */
for (const button of document.querySelectorAll("button[data-live-preview]")) {
  const form = button.form;
  const frame = document.getElementById(button.dataset.livePreview);
  let waiting = 0;
  let written = "";
  const show = () => {
    const now = JSON.stringify(["title", "summary", "body", "language"].map((name) => form.elements[name]?.value));
    if (now === written || frame.hidden) return;
    written = now;
    form.requestSubmit(button);
  };
  button.setAttribute("formtarget", frame.name);
  button.addEventListener("click", () => { frame.hidden = false; });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 700);
  });
  if (matchMedia("(min-width: 64rem)").matches) {
    frame.hidden = false;
    show();
  }
}
