/* allauth reports a passkey that failed to the console only; this says it on the page. */
document.addEventListener("allauth.error", (event) => {
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
