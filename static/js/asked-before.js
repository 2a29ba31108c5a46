/* An own request that asks the same, under the subject while one types. Without this the form shows it once, when it is sent. */
for (const place of document.querySelectorAll("[data-asked-before]")) {
  const REST = 500; // milliseconds without a key
  const SHORTEST = 3;
  const form = place.closest("form");
  const { subject, asked_before: shown } = form.elements;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  place.before(said);

  let timer, asked, last = "";
  const take = (html) => {
    const section = new DOMParser().parseFromString(html, "text/html").querySelector("section");
    if (!section) return;
    const before = place.textContent;
    place.replaceChildren(...(section.hidden ? [] : [section]));
    if (place.textContent !== before) said.textContent = section.dataset.said;
    shown.value = [...new Set([...shown.value.split(","), ...section.dataset.shown.split(",")])].filter(Boolean).slice(-9).join(",");
  };
  const ask = async () => {
    const typed = { subject: subject.value.trim(), topic: form.querySelector("[name=topic]:checked")?.value ?? "", project: form.elements.project?.value ?? "", part: form.querySelector("[name=part]:checked")?.value ?? "" };
    const address = `${place.dataset.askedBefore}?${new URLSearchParams(typed)}`;
    if (address === last) return;
    last = address;
    asked?.abort();
    if (typed.subject.length < SHORTEST) return place.replaceChildren();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && !answer.redirected && last === address) take(await answer.text());
    } catch { /* offline, or typed on: the form asks when it is sent */ }
  };
  const soon = (event) => {
    if (!["subject", "topic", "project"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, REST);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}
