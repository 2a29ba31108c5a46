/* A menu closes on Escape, and when one clicks or moves elsewhere. Without this it still opens and closes. */
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  const close = (menu) => { menu.open = false; };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      close(menu);
      if (inside) menu.querySelector("summary").focus();
    }
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const menu of open()) if (!menu.contains(event.target)) close(menu);
    });
  }
})();
