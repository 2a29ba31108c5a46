/* In a note: after an @ the names that fit, to choose by arrow keys and Enter. Without this one types the name. */
(() => {
  const MOST = 6;
  const names = JSON.parse(document.getElementById("names")?.textContent ?? "[]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let number = 0;
  for (const box of document.querySelectorAll("textarea[data-names]")) {
    const frame = document.createElement("div");
    const list = document.createElement("ul");
    const status = document.createElement("div");
    frame.className = "combobox";
    list.id = `names-${++number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.names);
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const focused = document.activeElement === box; // moving it takes the focus away
    box.replaceWith(frame);
    frame.append(box, list, status);
    if (focused) box.focus();
    for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id })) box.setAttribute(name, value);

    let from = 0, active = -1;
    const select = (at) => {
      active = at;
      Array.from(list.children).forEach((option, here) => option.setAttribute("aria-selected", String(here === at)));
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", list.children[at].id);
    };
    const show = (found) => {
      list.replaceChildren(...found.map((name, here) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${here}`;
        option.setAttribute("role", "option");
        option.textContent = name;
        return option;
      }));
      list.hidden = !found.length;
      status.textContent = found.join(", ");
      select(found.length ? 0 : -1);
    };
    const look = () => {
      const typed = /(?:^|[^\w@./-])@([^\n@]{0,60})$/.exec(box.value.slice(0, box.selectionStart));
      if (!typed) return show([]);
      from = box.selectionStart - typed[1].length;
      const wanted = plain(typed[1]);
      const fits = (name) => plain(name) !== wanted && plain(name).split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(wanted));
      show(names.filter(fits).slice(0, MOST));
    };
    const choose = (option) => {
      const to = box.selectionStart;
      box.setRangeText(option.textContent, from, to, "end");
      box.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept
      show([]);
    };

    box.addEventListener("input", look);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden || event.ctrlKey || event.metaKey) return;
      const count = list.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") select((active + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
      else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) choose(list.children[active]);
      else if (event.key === "Escape") show([]);
      else return;
      event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) choose(option); });
    box.addEventListener("blur", () => show([]));
  }
})();
