/* What is typed at the desk is kept on the server as well: a second after the last key, and when
   the page is left. draft.js, which runs before, keeps it in this tab and puts it back. */
for (const form of document.querySelectorAll("form[data-save]")) {
  const WAIT = 1000; // milliseconds after the last key
  const box = form.elements.body;
  const known = form.elements.draft;
  const said = form.querySelector("[data-draft-said]");
  const elsewhere = form.querySelector("[data-draft-elsewhere]");
  const button = form.querySelector("[data-draft-discard]");
  const key = `unsaved.${form.dataset.draft}`;
  const tab = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    set: (it) => { try { sessionStorage.setItem(key, JSON.stringify(it)); } catch { /* full or forbidden */ } },
    drop: (it = key) => { try { sessionStorage.removeItem(it); } catch { /* forbidden */ } },
  };
  // A form that came back holds what the server may not have; else the page shows what it has.
  let kept = "typed" in form.dataset ? null : box.defaultValue;
  let timer, busy = false, leaving = false;

  const pack = (body, draft) => {
    const note = new FormData();
    const fields = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, token: form.elements.token.value, kind: form.dataset.kind, body, draft };
    for (const [name, value] of Object.entries(fields)) note.set(name, value);
    return note;
  };
  const take = (status, told, text) => {
    elsewhere.hidden = status !== 409;
    if (status === 409) { elsewhere.textContent = told.said; kept = text; return; }
    said.textContent = told.said;
    if (status !== 200) return;
    kept = text;
    known.value = told.draft;
    button.hidden = !told.draft;
    if (box.value === text) tab.drop();
  };
  const save = async (text = box.value, draft = known.value) => {
    clearTimeout(timer);
    if (leaving) return;
    if (busy) { later(); return; }
    busy = true;
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: pack(text, draft) });
      if (answer.redirected) throw new Error("signed out");
      take(answer.status, await answer.json(), text);
    } catch {
      said.textContent = form.dataset.unsaved; // signed out, offline, out of sight
    }
    busy = false;
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, WAIT); };
  const leave = () => {
    if (leaving || box.value === kept) return;
    navigator.sendBeacon(form.dataset.save, pack(box.value, known.value));
  };

  const before = tab.get(); // typed when the server could not be reached
  tab.drop();
  if (before && before.text !== box.value) {
    if (before.known === known.value) box.value = before.text;
    else save(before.text, before.known);
  }
  if (box.value !== kept) save();

  box.addEventListener("input", () => { tab.set({ text: box.value, known: known.value }); later(); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); tab.drop(); });
  document.getElementById(button.getAttribute("form")).addEventListener("submit", () => {
    leaving = true;
    tab.drop();
    tab.drop(`draft.${form.dataset.draft}`);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
}
