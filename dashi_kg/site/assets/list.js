// Filter a list of reports or bodies; the choices stand in the address, so that a view can be sent.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const table = document.querySelector("table.listed");
  if (!form || !table) return;
  const names = ["words", "level", "year"];
  const rows = [...table.tBodies[0].rows];
  const chosen = () => Object.fromEntries(names.map((name) => [name, form.elements[name]?.value.trim() ?? ""]));

  function show() {
    const c = chosen();
    const words = c.words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = `${row.textContent} ${row.dataset.place ?? ""}`.toLowerCase();
      row.hidden =
        !words.every((word) => text.includes(word)) ||
        (c.level && row.dataset.level !== c.level) ||
        (c.year && !row.dataset.years.split(" ").includes(c.year));
    }
    const left = rows.filter((row) => !row.hidden).length;
    document.getElementById("shown").textContent =
      left === rows.length ? "" : form.dataset.shown.replace("{shown}", left).replace("{count}", rows.length);
    const query = new URLSearchParams(Object.entries(c).filter(([, value]) => value)).toString();
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  }

  const asked = new URLSearchParams(location.search);
  for (const name of names) if (asked.get(name) && form.elements[name]) form.elements[name].value = asked.get(name);
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if ([...asked.keys()].length) show();
})();
