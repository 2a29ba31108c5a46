// A mentor's checklist: which sections were gone through with which student. In this browser only.
for (const box of document.querySelectorAll("[data-checklist]")) {
  const key = `checklist.${box.dataset.checklist}`;
  const name = box.querySelector("input[list]");
  const names = box.querySelector("datalist");
  const parts = box.querySelector("fieldset");
  const ticks = [...parts.querySelectorAll("[type=checkbox]")];
  const said = box.querySelector("[data-said]");

  const read = () => { try { return new Map(Object.entries(JSON.parse(localStorage.getItem(key)) ?? {})); } catch { return new Map(); } };
  const write = (students) => {
    try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(students))); return true; } catch { return false; }
  };
  const student = () => name.value.trim();

  const show = () => {
    const students = read();
    const done = students.get(student()) ?? [];
    for (const tick of ticks) tick.checked = done.includes(tick.value);
    parts.disabled = !student();
    parts.querySelector("[data-forget]").hidden = !students.has(student());
    names.replaceChildren(...[...students.keys()].map((each) => new Option(each, each)));
  };

  name.addEventListener("input", () => { said.textContent = ""; show(); });
  parts.addEventListener("change", () => {
    const students = read();
    students.set(student(), ticks.filter((tick) => tick.checked).map((tick) => tick.value));
    const kept = write(students);
    said.textContent = kept ? said.dataset.kept : said.dataset.refused;
    if (kept) show();
  });
  parts.querySelector("[data-forget]").addEventListener("click", () => {
    const students = read();
    students.delete(student());
    write(students);
    name.value = "";
    show();
    said.textContent = said.dataset.forgotten;
    name.focus();
  });

  // The student of last time is at hand.
  name.value = [...read().keys()].at(-1) ?? "";
  show();
  box.hidden = false;
}
