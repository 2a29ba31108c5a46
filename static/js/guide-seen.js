// Says once that this version was shown, so that next time what changed can be marked.
(() => {
  const form = document.querySelector("form[data-seen]");
  if (!form) return;
  const key = `seen.${form.dataset.seen}`;
  const said = () => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const say = () => {
    if (document.visibilityState !== "visible" || said()) return;
    try { sessionStorage.setItem(key, "yes"); } catch { /* full or forbidden: it is said again */ }
    document.removeEventListener("visibilitychange", say);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
  };
  document.addEventListener("visibilitychange", say);
  say();
})();
