/* How far an upload is, with a way to stop it; what the form then says is shown in its place.
   Without this the browser sends the form as ever. */
for (const form of document.querySelectorAll("form[data-upload]")) {
  const LEAST = 256 * 1024; // bytes from which there is anything to see
  const filesOf = () => Array.from(form.querySelectorAll("input[type=file]")).flatMap((input) => Array.from(input.files));

  const show = (answer) => {
    const page = new DOMParser().parseFromString(answer, "text/html");
    if (!page.querySelector("form[data-upload]")) return false;
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    for (const script of document.querySelectorAll("script[data-again]")) {
      const again = document.createElement("script");
      again.src = script.src;
      again.async = false;
      again.dataset.again = "";
      script.replaceWith(again);
    }
    document.querySelector("main [autofocus]")?.focus();
    return true;
  };

  const go = (address) => {
    const to = new URL(address, location.href);
    const isHere = to.pathname === location.pathname && to.search === location.search;
    location.assign(to);
    if (isHere) location.reload(); // else a new fragment would move the page, not load it
  };

  const send = (submitter) => {
    const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
    const box = document.querySelector("template[data-upload-progress]").content.cloneNode(true).firstElementChild;
    const [shown, said, bar, cancel] = ["[aria-hidden]", "[role=status]", "progress", "button"].map((what) => box.querySelector(what));
    const buttons = Array.from(form.querySelectorAll("button:not([type=button])"));
    const request = new XMLHttpRequest();
    let quarter = -1;
    const stop = (words) => {
      for (const button of buttons) button.disabled = false;
      box.classList.add("stopped");
      said.textContent = words;
      said.classList.remove("visually-hidden");
      shown.remove();
      bar.remove();
      cancel.remove();
      submitter?.focus();
    };

    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.floor((100 * event.loaded) / event.total);
      bar.textContent = `${bar.value} %`;
      box.querySelector("output").textContent = `${bar.value} %`;
      if (Math.floor(bar.value / 25) === quarter) return; // whoever listens need not hear every percent
      quarter = Math.floor(bar.value / 25);
      shown.textContent = bar.value < 100 ? box.dataset.uploading : box.dataset.arrived;
      said.textContent = bar.value < 100 ? `${box.dataset.uploading} ${bar.value} %` : box.dataset.arrived;
    });
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("X-Next");
      if (next) go(next);
      else if (!show(request.responseText)) {
        if (request.status < 400) go(request.responseURL); // such as the sign-in page
        else stop(request.status === 413 ? box.dataset.tooLarge : box.dataset.failed);
      }
    });
    request.addEventListener("error", () => stop(box.dataset.interrupted));
    request.addEventListener("abort", () => stop(box.dataset.cancelled));
    cancel.addEventListener("click", () => request.abort());

    form.querySelector(".upload")?.remove();
    form.querySelector(".actions").before(box);
    request.open("POST", address);
    request.setRequestHeader("X-Upload", "progress");
    request.send(new FormData(form, submitter));
    for (const button of buttons) button.disabled = true; // only now: a disabled one would not be sent
    cancel.focus();
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || filesOf().reduce((bytes, file) => bytes + file.size, 0) < LEAST) return;
    event.preventDefault();
    send(event.submitter);
  });
}
