/* What one types into a request survives a closed tab, a crash and a sign-in in between.
   What a signed-in person types lies in this browser under their number, for a week at most: until it is
   sent, discarded, or they sign out (sign-out.js). What anybody else types lasts as long as the tab, for
   a public form may be open on a shared computer. The server has the files; here are their keys alone. */
(() => {
  const A_WEEK = 7 * 24 * 3600e3;
  const AS_LONG_AS_HELD = 20 * 3600e3; // the server forgets a held file after a day
  const KINDS = ["text", "email", "textarea", "select-one", "radio"];
  const quietly = (act) => { try { return act(); } catch { return null; /* full or forbidden: nothing is kept */ } };
  const read = (store, key) => quietly(() => JSON.parse(window[store].getItem(key)));
  const write = (store, key, kept) => quietly(() => window[store].setItem(key, JSON.stringify(kept)));
  const drop = (store, key) => quietly(() => window[store].removeItem(key));
  const keys = (store) => quietly(() => Object.keys(window[store]).filter((key) => key.startsWith("kept."))) ?? [];
  const isShown = (token) => document.querySelector(`[data-token="${CSS.escape(token)}"]`);

  // What was sent, what is too old, what is somebody else's.
  const person = document.querySelector("form[data-kept]")?.dataset.keptOf;
  const sent = document.querySelector("[data-kept-sent]")?.dataset.keptSent;
  for (const store of ["localStorage", "sessionStorage"]) {
    for (const key of keys(store)) {
      const kept = read(store, key);
      const isStrange = store === "localStorage" && person && !key.startsWith(`kept.${person}.`);
      if (!kept || isStrange || Date.now() - kept.at > A_WEEK || kept.tokens.some(isShown) || key === `kept..${sent}`) drop(store, key);
    }
  }

  const boxesOf = (form) => Array.from(form.elements).filter((box) => box.name && KINDS.includes(box.type) && !box.closest("[aria-hidden]"));
  const isEmpty = (form, box) => (box.type === "radio" ? !form.querySelector(`[name="${box.name}"]:checked`) : !box.value);

  const restore = (form, kept) => {
    const filled = [];
    for (const box of boxesOf(form)) {
      const value = kept.values[box.name];
      if (!value || !isEmpty(form, box) || (box.type === "radio" && box.value !== value)) continue;
      if (box.type === "radio") box.checked = true; else box.value = value;
      if (!isEmpty(form, box)) filled.push(box);
    }
    const held = kept.held.filter((file) => Date.now() - file.since < AS_LONG_AS_HELD);
    if (held.length && !form.querySelector(".held")) {
      const list = document.createElement("ul");
      list.className = "held";
      list.setAttribute("role", "list");
      list.append(...held.map((file) => {
        const item = document.querySelector("template[data-kept-file]").content.cloneNode(true);
        item.querySelector("input").value = file.key;
        item.querySelector("span").textContent = file.label;
        return item;
      }));
      form.querySelector("input[type=file]").before(list);
      filled.push(list);
    }
    return filled;
  };

  const tell = (form, kept, filled, discard) => {
    const notice = document.querySelector("template[data-kept-notice]").content.cloneNode(true).firstElementChild;
    const at = new Date(kept.at);
    notice.querySelector("time").dateTime = at.toISOString();
    const page = document.documentElement.lang;
    const language = navigator.language.startsWith(page) ? navigator.language : page; // en-GB on a page in en
    notice.querySelector("time").textContent = at.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    notice.querySelector("b").textContent = kept.chosen.join(", ");
    notice.querySelector("[data-choose-again]").hidden = !kept.chosen.length;
    notice.querySelector("button").addEventListener("click", () => {
      for (const box of filled) {
        if (box.type === "radio") box.checked = false;
        else if (box.matches("ul")) box.remove();
        else box.value = "";
      }
      notice.remove();
      discard();
      (filled.find((box) => box.type === "text" || box.type === "textarea") ?? form.querySelector("textarea")).focus();
    });
    form.prepend(notice);
  };

  for (const form of document.querySelectorAll("form[data-kept]")) {
    const [store, key, guests] = form.dataset.keptOf
      ? ["localStorage", `kept.${form.dataset.keptOf}.${form.dataset.kept}`, `kept..${form.dataset.kept}`]
      : ["sessionStorage", `kept..${form.dataset.kept}`, ""];
    const before = guests && read("sessionStorage", guests); // typed before signing in, in this tab
    let kept = read(store, key);
    if (before && !(kept?.at > before.at)) kept = before;
    if (guests) drop("sessionStorage", guests);
    let tokens = kept?.tokens ?? [];

    const keep = () => {
      const boxes = boxesOf(form).filter((box) => box.type !== "radio" || box.checked);
      const values = Object.fromEntries(boxes.map((box) => [box.name, box.value]));
      const since = Object.fromEntries((kept?.held ?? []).map((file) => [file.key, file.since]));
      const held = Array.from(form.querySelectorAll(".held input:checked"), (box) => (
        { key: box.value, label: box.closest("label").textContent.trim(), since: since[box.value] ?? Date.now() }
      ));
      const chosen = Array.from(form.querySelector("input[type=file]")?.files ?? [], (file) => file.name);
      kept = { values, held, chosen, tokens, at: Date.now() };
      if (held.length || boxes.some((box) => box.matches("input, textarea") && box.type !== "radio" && box.value)) write(store, key, kept);
      else drop(store, key);
    };

    if (form.hasAttribute("data-kept-back")) keep(); // the server sent it back as it was
    else if (kept) {
      const filled = restore(form, kept);
      for (const box of filled.filter((one) => one.matches("input"))) box.dispatchEvent(new Event("input", { bubbles: true })); // answers show again
      if (filled.length) tell(form, kept, filled, () => { tokens = []; kept = null; drop(store, key); });
      if (kept === before) keep();
    }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => { tokens = [...tokens, form.elements.token.value]; keep(); });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector(".actions button"));
    });
  }
})();
