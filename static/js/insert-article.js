/* Articles and ready answers under the reply: found while typing, put in at the cursor.
   Without this the search opens a page of its own to copy from. */
for (const box of document.querySelectorAll(".composer-articles")) {
  const reply = document.getElementById("answer-body");
  if (!reply) continue;
  const WAIT = 200; // milliseconds after the last key
  const form = box.querySelector("form");
  const input = form.elements.q;
  const list = box.querySelector(".articles-found");
  const status = box.querySelector("[role=status]");
  let timer, asked, touched = Boolean(reply.value) || document.activeElement === reply;

  const search = async () => {
    clearTimeout(timer);
    asked?.abort();
    const text = input.value.trim();
    if (text.length < 2 && !box.dataset.used) return list.replaceChildren();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams({ q: text, only: "list" })}`, { signal: asked.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      list.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
      status.textContent = Array.from(list.querySelectorAll("li > a, p"), (found) => found.textContent).join(", ");
    } catch (error) {
      if (error.name !== "AbortError") form.submit(); // signed out or offline: the page of its own says so
    }
  };
  const count = (ready) => {
    const note = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: reply.form.elements.csrfmiddlewaretoken.value, ready, only_count: "yes" })) note.set(name, value);
    navigator.sendBeacon(box.dataset.used, note);
  };
  const insert = (text) => {
    const at = touched ? reply.selectionStart : reply.value.length;
    const end = touched ? reply.selectionEnd : at;
    const before = reply.value.slice(0, at);
    const after = reply.value.slice(end);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    reply.setRangeText(`${gap}${text}\n${after.startsWith("\n") ? "" : "\n"}`, at, end, "end");
    reply.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = box.dataset.inserted;
    reply.focus();
  };

  for (const sign of ["focus", "input"]) reply.addEventListener(sign, () => { touched = true; }); // typed before this ran
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, WAIT); });
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    if (!button) return;
    insert(button.dataset.insert);
    if (button.dataset.ready) count(button.dataset.ready);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    box.open = false;
    reply.focus();
  });
  if (box.dataset.used) box.addEventListener("toggle", () => { if (box.open && !list.firstElementChild) search(); });
}
