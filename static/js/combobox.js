/* Suggestions under a search box, by the combobox pattern. Without this, Enter and the button still search. */
(() => {
  const WAIT = 150; // milliseconds after the last key
  let number = 0;
  for (const box of document.querySelectorAll(".combobox")) {
    const input = box.querySelector("input");
    const list = document.createElement("ul");
    const status = document.createElement("div");
    list.id = `suggestions-${++number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    box.append(list, status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

    let timer, asked, active = -1;
    const options = () => Array.from(list.children);
    const close = () => {
      list.hidden = true;
      select(-1);
      input.setAttribute("aria-expanded", "false");
    };
    const select = (at) => {
      active = at;
      options().forEach((option, here) => option.setAttribute("aria-selected", String(here === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    };
    const show = (html) => {
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
      options().forEach((option, here) => { option.id = `${list.id}-${here}`; });
      select(-1);
      const count = list.children.length;
      list.hidden = !count;
      input.setAttribute("aria-expanded", String(count > 0));
      status.textContent = !count ? box.dataset.none : count === 1 ? box.dataset.countOne : box.dataset.countMany.replace("%s", count);
    };
    const ask = async () => {
      const text = input.value;
      asked?.abort();
      if (text.trim().length < 2) return close();
      asked = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggestions}?${new URLSearchParams({ q: text.slice(0, 300) })}`, { signal: asked.signal });
        if (answer.ok && input.value === text && document.activeElement === input) show(await answer.text());
      } catch (error) {
        if (error.name !== "AbortError") close(); // offline: the box works without suggestions
      }
    };
    const open = (option) => {
      const note = new FormData(); // what was opened, so that editors see what helps; not by whom
      for (const [name, value] of [["search", option.dataset.search], ["rank", option.dataset.rank], ["csrfmiddlewaretoken", option.dataset.token]]) note.set(name, value);
      navigator.sendBeacon(box.dataset.clicked, note);
      window.location.assign(option.dataset.url);
    };

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.isComposing) return;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        if (list.hidden) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
        const step = event.key === "ArrowDown" ? 1 : -1;
        select(active + step >= count ? -1 : active + step < -1 ? count - 1 : active + step);
      } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
        event.preventDefault();
        open(options()[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) open(option); });
    input.addEventListener("blur", () => { clearTimeout(timer); close(); });
  }
})();
