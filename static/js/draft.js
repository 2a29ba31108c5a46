// The boxes under a conversation: what is typed survives a reload and a sign-in, Ctrl+Enter sends.
// A draft ends when the page shows a message with the token of the form that sent it.
(() => {
  const kept = {
    get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    set(key, draft) { try { sessionStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden */ } },
    drop(key) { try { sessionStorage.removeItem(key); } catch { /* forbidden */ } },
  };

  let restored = null;
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft.${form.dataset.draft}`;
    const box = form.elements.body;
    const keep = (tokens) => kept.set(key, { text: box.value, tokens });
    let tokens = kept.get(key)?.tokens ?? [];

    if (tokens.some((token) => document.querySelector(`[data-token="${CSS.escape(token)}"]`))) {
      kept.drop(key);
      tokens = [];
    } else if (!box.value && kept.get(key)?.text) {
      box.value = kept.get(key).text;
      if (restored === null) restored = form;
    }

    box.addEventListener("input", () => (box.value ? keep(tokens) : kept.drop(key)));
    form.addEventListener("submit", () => {
      tokens = [...tokens, form.elements.token.value];
      keep(tokens);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[value=send]") ?? form.querySelector("button"));
      }
    });
  }

  // Show the box that was written in, unless the page itself says which one matters.
  const tab = restored && document.querySelector(`input[name=composer][value=${restored.dataset.draft.split("-")[0]}]`);
  const failed = document.querySelector(".conflict, .composer-error");
  if (tab && !failed) tab.checked = true;
})();
