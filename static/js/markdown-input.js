/* The toolbar over a box of Markdown, and pictures by choosing, pasting or dropping them.
   Text goes in by execCommand, so that Ctrl+Z takes it back. */
const equip = (input) => {
  const box = input.querySelector("textarea");
  const tools = input.querySelector("[role=toolbar]");
  const file = input.querySelector("input[type=file]");
  const said = input.querySelector(".markdown-said");
  const buttons = [...tools.querySelectorAll("button")];
  tools.hidden = false;

  const put = (text, from = box.selectionStart, to = box.selectionEnd) => {
    box.focus();
    box.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      box.setRangeText(text, from, to, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const chosen = () => box.value.slice(box.selectionStart, box.selectionEnd);
  const around = (start, end, otherwise) => {
    const from = box.selectionStart;
    const text = chosen() || otherwise;
    put(start + text + end);
    box.setSelectionRange(from + start.length, from + start.length + text.length);
  };
  const lines = (mark) => {
    const from = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
    const next = box.value.indexOf("\n", box.selectionEnd);
    const to = next === -1 ? box.value.length : next;
    const text = box.value.slice(from, to).split("\n");
    put(text.map((line, at) => mark(at) + line.replace(/^(#{1,4} |- |\d+\. )/, "")).join("\n"), from, to);
  };
  const block = (text) => {
    if (!chosen()) { // below the line one is in, not into the middle of it
      const end = box.value.indexOf("\n", box.selectionEnd);
      box.selectionStart = box.selectionEnd = end === -1 ? box.value.length : end;
    }
    const before = box.value.slice(0, box.selectionStart);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    put(`${gap}${text}\n\n`);
  };
  const acts = {
    heading: () => lines(() => "## "),
    subheading: () => lines(() => "### "),
    bold: () => around("**", "**", "…"),
    italic: () => around("*", "*", "…"),
    list: () => lines(() => "- "),
    steps: () => lines((at) => `${at + 1}. `),
    link: () => (/^(https?:\/\/|\/)\S+$/.test(chosen()) ? around("[…](", ")", "") : around("[", "](/help/)", "…")),
    table: () => block("| … | … |\n| --- | --- |\n| … | … |\n| … | … |"),
    callout: () => block(`:::note\n${chosen() || "…"}\n:::`),
    code: () => (chosen().includes("\n") ? block(`\`\`\`\n${chosen()}\n\`\`\``) : around("`", "`", "…")),
    picture: () => file.click(),
  };

  const upload = async (picture) => {
    const form = new FormData();
    form.append("picture", picture, picture.name || "picture.png");
    said.textContent = said.dataset.uploading;
    try {
      const response = await fetch(input.dataset.pictureUrl, {
        method: "POST",
        body: form,
        headers: { "X-CSRFToken": box.form.elements.csrfmiddlewaretoken.value },
      });
      const answer = await response.json();
      if (answer.markdown) block(answer.markdown);
      said.textContent = answer.markdown ? said.dataset.uploaded : answer.error;
    } catch {
      said.textContent = said.dataset.failed;
    }
  };
  const pictureIn = (transfer) => [...(transfer?.files ?? [])].find((each) => each.type.startsWith("image/"));

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) acts[button.dataset.tool]();
  });
  // One stop for the Tab key; arrows go along the tools.
  buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
  tools.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || at === -1) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  box.addEventListener("keydown", (event) => {
    const act = { b: "bold", i: "italic", k: "link" }[event.key];
    if (!act || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    acts[act]();
  });
  if (file) {
    file.addEventListener("change", () => { if (file.files[0]) upload(file.files[0]); file.value = ""; });
    for (const [name, transfer] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
      box.addEventListener(name, (event) => {
        const picture = pictureIn(event[transfer]);
        if (!picture) return;
        event.preventDefault();
        upload(picture);
      });
    }
  }
};

/* Boxes that share their tools get a copy when the part of the page they stand in is opened. */
const share = (input) => {
  if (input.querySelector("[role=toolbar]")) return;
  const copy = document.getElementById("markdown-tools").content.cloneNode(true);
  const tools = copy.querySelector("[role=toolbar]");
  tools.setAttribute("aria-controls", input.querySelector("textarea").id);
  input.prepend(tools);
  input.append(copy);
  equip(input);
};
const shareIn = (part) => {
  for (const input of part.querySelectorAll("[data-markdown-input=shares]")) {
    const around = input.closest("details");
    if (!around || around.open) share(input);
  }
};
document.addEventListener("toggle", (event) => { if (event.target.open) shareIn(event.target); }, true);
shareIn(document);
document.querySelectorAll("[data-markdown-input='']").forEach(equip);
