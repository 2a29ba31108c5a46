/* Names and sizes of the files one chose; the browser itself says no more than how many. */
for (const input of document.querySelectorAll("input[type=file][multiple]")) {
  const list = document.createElement("ul");
  list.className = "chosen";
  list.setAttribute("aria-live", "polite");
  input.after(list);
  const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const show = () => {
    list.replaceChildren(...Array.from(input.files, (file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${size.format(file.size / 1048576)} MB)`;
      return item;
    }));
  };
  input.addEventListener("change", show);
  show();
}
