/* Whoever signs out leaves nothing of theirs in this browser; see kept-text.js. */
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/accounts/logout/")) return;
  for (const store of ["localStorage", "sessionStorage"]) {
    try {
      for (const key of Object.keys(window[store])) if (key.startsWith("kept.")) window[store].removeItem(key);
    } catch { /* forbidden: then nothing was kept */ }
  }
});
