/* Says now and then that this page is open, and shows who else has it open and what has changed since.
   Without this the page shows who was there when it was opened, and a send says what has changed. */
for (const place of document.querySelectorAll("[data-presence]")) {
  const EVERY = 15_000; // milliseconds
  const AT_WORK = 30_000; // since the last key
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  let typed = -Infinity, shown = place.innerHTML.trim(), timer;

  const pack = (more) => {
    const note = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, version: place.dataset.version, ...more })) note.set(name, value);
    return note;
  };
  const tell = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const writes = performance.now() - typed < AT_WORK ? { writes: "yes" } : {};
    try {
      const answer = await fetch(place.dataset.presence, { method: "POST", body: pack(writes) });
      if (!answer.ok || answer.redirected) return; // signed out, or out of sight: no more of it
      const now = (await answer.text()).trim();
      if (now !== shown) place.replaceChildren(...new DOMParser().parseFromString(now, "text/html").body.childNodes);
      shown = now;
    } catch { /* offline: the next one says it */ }
    timer = setTimeout(tell, EVERY);
  };

  document.addEventListener("input", (event) => {
    const begins = performance.now() - typed > AT_WORK;
    if (event.target.name !== "body") return;
    typed = performance.now();
    if (begins) tell();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : tell()));
  window.addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.presence, pack({ leaves: "yes" })));
  window.addEventListener("pageshow", (event) => { if (event.persisted) tell(); });
  tell();
}
