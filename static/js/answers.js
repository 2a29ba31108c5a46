/* Answers under the subject of the contact form, while one types. Without this the form is the same, and none are shown. */
for (const place of document.querySelectorAll("[data-answers]")) {
  const REST = 500; // milliseconds without a key
  const SHORTEST = 3;
  const form = place.closest("form");
  const { subject, body, offered } = form.elements;
  const said = document.createElement("p");
  const shown = document.createElement("div");
  const known = new Map();
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  place.append(said, shown);

  let timer, asked, last = "";
  const take = (html) => {
    const section = new DOMParser().parseFromString(html, "text/html").querySelector("section");
    if (!section) return;
    const before = shown.textContent;
    // While the message is written, answers do not go away: the box would jump.
    if (section.hidden && document.activeElement === body && shown.firstElementChild) return;
    shown.replaceChildren(section);
    offered.value = section.dataset.offer;
    if (!section.hidden && shown.textContent !== before) said.textContent = section.dataset.said;
    if (section.hidden) said.textContent = before ? section.dataset.said : "";
  };
  const ask = async () => {
    const typed = { subject: subject.value.trim(), body: body.value.trim().slice(0, 200) };
    const address = `${place.dataset.answers}?${new URLSearchParams(typed)}`;
    if (address === last) return;
    last = address;
    asked?.abort();
    if (typed.subject.length < SHORTEST) {
      shown.replaceChildren();
      said.textContent = offered.value = "";
      return;
    }
    if (known.has(address)) return take(known.get(address));
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok || last !== address) return;
      known.set(address, await answer.text());
      take(known.get(address));
    } catch { /* offline, or typed on: the form works without */ }
  };
  // Noted without saying who: opened, and unless the form is sent, answered.
  const open = (event) => {
    const link = event.target.closest("a[data-rank]");
    if (!link || (event.type === "auxclick" && event.button !== 1)) return;
    const note = new FormData();
    note.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    note.set("search", offered.value);
    note.set("rank", link.dataset.rank);
    navigator.sendBeacon(place.dataset.clicked, note);
    const section = link.closest("section");
    section.querySelector("[data-opened]").replaceChildren(section.querySelector("template").content.cloneNode(true));
  };
  for (const box of [subject, body]) box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, REST); });
  place.addEventListener("click", open);
  place.addEventListener("auxclick", open);
  if (form.querySelector("[aria-invalid]")) ask(); // the form came back: show them again
}
