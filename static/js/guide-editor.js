/* The screen on which a guide is written: parts are added, moved by buttons, by number or by
   dragging, without a word to the server; what is typed survives a reload and a sign-in. Without
   this the same buttons ask the server to do it. */
const form = document.querySelector("[data-guide-form]");
const said = form.querySelector("[data-said]");
const counter = (kind) => form.elements[`${kind}_count`];
const partsIn = (list) => [...list.children];
const titleOf = (part) => part.querySelector(":scope > details .part-body input[name$=-title]");
const inputOf = (part, name) => form.elements[`${part.dataset.part}-${part.dataset.index}-${name}`];
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

/* --- Where parts stand -------------------------------------------------------------------------- */
const number = (list) => partsIn(list).forEach((part, at) => { inputOf(part, "place").value = at + 1; });
const listOf = (index) => form.querySelector(`[data-part=deliverable][data-index="${index}"] [data-parts=criterion]`);

const place = (part, list, before) => {
  const from = part.parentElement;
  list.insertBefore(part, before);
  number(list);
  if (from !== list) number(from);
  if (part.dataset.part === "criterion") inputOf(part, "deliverable").value = list.closest("[data-part=deliverable]").dataset.index;
  touched();
};
const tell = (part) => {
  const all = partsIn(part.parentElement);
  said.textContent = fill(form.dataset.moved, { place: all.indexOf(part) + 1, all: all.length });
};
const move = (part, by) => {
  const all = partsIn(part.parentElement);
  const to = all.indexOf(part) + by;
  if (to < 0 || to >= all.length) return tell(part);
  place(part, part.parentElement, by < 0 ? all[to] : all[to].nextElementSibling);
  tell(part);
};

/* --- New parts ---------------------------------------------------------------------------------- */
const choices = () => {
  const named = [...form.querySelectorAll("[data-part=deliverable]")].map((part) => [part.dataset.index, titleOf(part).value || part.querySelector("[data-title]").textContent]);
  for (const select of form.querySelectorAll("select[name$=-deliverable]")) {
    const chosen = select.value || select.dataset.chosen;
    select.replaceChildren(...named.map(([index, name]) => new Option(name, index, false, index === chosen)));
  }
};
const add = (kind, list) => {
  const index = counter(kind).value;
  const copy = document.querySelector(`template[data-blank=${kind}]`).content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("NEW")) element.setAttribute(name, value.replaceAll("NEW", index));
    }
  }
  const part = copy.firstElementChild;
  part.dataset.index = index;
  counter(kind).value = Number(index) + 1;
  list.append(part);
  ready(part);
  if (kind === "criterion") inputOf(part, "deliverable").dataset.chosen = list.closest("[data-part=deliverable]").dataset.index;
  if (kind !== "section") choices();
  number(list);
  const details = part.querySelector("details");
  details.open = false;
  details.open = true; // its boxes get their tools
  return part;
};

/* --- What a part hears -------------------------------------------------------------------------- */
let dragged = null;
const ready = (part) => {
  const handle = part.querySelector("[data-handle]");
  handle.hidden = false;
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    dragged = part;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(part).value);
    event.dataTransfer.setDragImage(part, 12, 12);
    part.classList.add("is-dragged");
  });
  handle.addEventListener("dragend", () => { part.classList.remove("is-dragged"); dragged = null; });
};
form.addEventListener("dragover", (event) => {
  const list = dragged && event.target.closest(`[data-parts=${dragged.dataset.part}]`);
  if (!list) return;
  event.preventDefault();
  const over = partsIn(list).find((part) => part.contains(event.target));
  if (over === dragged || (!over && list.contains(dragged))) return;
  const box = over?.getBoundingClientRect();
  place(dragged, list, over ? (event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling) : null);
});
form.addEventListener("drop", (event) => { if (dragged) { event.preventDefault(); tell(dragged); } });

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const part = button.closest("[data-part]");
  if (button.dataset.move) {
    event.preventDefault();
    move(part, Number(button.dataset.move));
    button.focus();
  } else if (button.dataset.add) {
    event.preventDefault();
    const made = add(button.dataset.add, button.parentElement.querySelector(`[data-parts=${button.dataset.add}]`));
    titleOf(made).focus();
    touched();
  } else if ("fold" in button.dataset) {
    for (const details of form.querySelectorAll("details")) details.open = Boolean(button.dataset.fold);
  }
});
form.addEventListener("change", (event) => {
  const part = event.target.closest("[data-part]");
  if (!part) return;
  if (event.target === inputOf(part, "place")) {
    const others = partsIn(part.parentElement).filter((other) => other !== part);
    const to = Math.min(Math.max(Number(event.target.value) || others.length + 1, 1), others.length + 1);
    place(part, part.parentElement, others[to - 1] ?? null);
    tell(part);
    event.target.focus();
  } else if (part.dataset.part === "criterion" && event.target === inputOf(part, "deliverable")) {
    place(part, listOf(event.target.value), null);
    tell(part);
    event.target.focus();
  }
});
form.addEventListener("input", (event) => {
  const part = event.target.closest("[data-part]");
  if (part && event.target === titleOf(part)) {
    const shown = part.querySelector("[data-title]");
    shown.textContent = event.target.value || shown.dataset.unnamed;
    for (const name of part.querySelectorAll(":scope > .part-tools [data-name]")) name.textContent = shown.textContent;
    if (part.dataset.part === "deliverable") choices();
  }
  touched();
});

/* --- What is not saved yet ---------------------------------------------------------------------- */
const KEY = `guide.${form.dataset.guideForm}`;
const kept = {
  get() { try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; } },
  set(draft) { try { sessionStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* full or forbidden */ } },
  drop() { try { sessionStorage.removeItem(KEY); } catch { /* forbidden */ } },
};
const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "act");
/* A link to one part, from its notes, say: the part is opened. */
document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".part")?.querySelector("details")?.setAttribute("open", "");

/* Texts alone: a saved part has an anchor and another number, and says the same. */
const words = (list) => list.filter(([name, value]) => !/(_count|-anchor|-place|-deliverable|^seen_version)$/.test(name) && value.trim()).map(([, value]) => value.replace(/\r\n/g, "\n")).sort().join("\n");
let unsaved = false;
let waiting = 0;
const keep = () => { clearTimeout(waiting); kept.set({ at: Date.now(), entries: entries() }); };
function touched() {
  if (!unsaved) said.textContent = said.dataset.unsaved;
  unsaved = true;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 800);
}
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

const offer = document.querySelector("[data-kept]");
const found = kept.get();
if (found && words(found.entries) !== words(entries())) {
  offer.hidden = false;
  offer.querySelector("[data-kept-at]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
} else {
  kept.drop();
}
const takeBack = (values) => {
  const sent = Object.fromEntries(values);
  for (const kind of ["section", "deliverable", "criterion"]) {
    const list = kind === "criterion" ? null : form.querySelector(`[data-parts=${kind}]`);
    for (const part of form.querySelectorAll(`[data-part=${kind}]`)) {
      if (Number(part.dataset.index) >= Number(sent[`${kind}_count`])) part.remove();
    }
    counter(kind).value = Math.min(Number(counter(kind).value), Number(sent[`${kind}_count`]));
    while (Number(counter(kind).value) < Number(sent[`${kind}_count`])) {
      add(kind, list ?? listOf(sent[`criterion-${counter(kind).value}-deliverable`]) ?? form.querySelector("[data-parts=criterion]"));
    }
  }
  choices();
  for (const [name, value] of values) if (form.elements[name] && form.elements[name].type !== "checkbox") form.elements[name].value = value;
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = box.name in sent;
  for (const part of form.querySelectorAll("[data-part=criterion]")) listOf(inputOf(part, "deliverable").value)?.append(part);
  for (const list of form.querySelectorAll("[data-parts]")) {
    partsIn(list).sort((one, other) => inputOf(one, "place").value - inputOf(other, "place").value).forEach((part) => list.append(part));
    number(list);
  }
  for (const part of form.querySelectorAll("[data-part]")) part.querySelector("[data-title]").textContent = titleOf(part).value || part.querySelector("[data-title]").dataset.unnamed;
  touched();
};
offer.querySelector("[data-take-back]").addEventListener("click", () => { takeBack(found.entries); offer.hidden = true; said.focus?.(); });
offer.querySelector("[data-let-go]").addEventListener("click", () => { kept.drop(); offer.hidden = true; });

form.addEventListener("submit", (event) => {
  const size = entries().reduce((sum, [name, value]) => sum + new Blob([name, value]).size + 120, 0);
  if (size > Number(form.dataset.mostBytes)) {
    event.preventDefault();
    said.textContent = fill(form.dataset.tooLarge, { size: Math.round(size / 1000) });
    said.classList.add("is-wrong");
    return;
  }
  said.classList.remove("is-wrong");
  if (event.submitter && "preview" in event.submitter.dataset) return;
  keep();
  unsaved = false;
  sessionStorage.setItem(`${KEY}.place`, JSON.stringify({ y: scrollY, open: [...form.querySelectorAll("details[open]")].map((details) => details.closest("[data-part]")?.id ?? details.parentElement.id) }));
});

/* --- Come back to where one was ----------------------------------------------------------------- */
const back = JSON.parse(sessionStorage.getItem(`${KEY}.place`) ?? "null");
sessionStorage.removeItem(`${KEY}.place`);
for (const id of back?.open ?? []) {
  const details = document.getElementById(id)?.querySelector("details");
  if (details) details.open = true;
}
if (back && !document.querySelector("[role=alert]")) scrollTo(0, back.y);

form.querySelectorAll("[data-part]").forEach(ready);
form.querySelectorAll("[data-fold]").forEach((button) => { button.hidden = false; });
/* A link to a box opens the part that it stands in. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a");
  let around = link && document.getElementById(link.hash.slice(1))?.closest("details");
  for (; around; around = around.parentElement.closest("details")) around.open = true;
});
