// Filter a list that stands on several pages; the choices stand in the address, so that a view can be sent.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const table = document.querySelector("table.listed, table.board");
  if (!form || !table) return;
  const AT_ONCE = 40; // rows of an answer; more by a button
  const names = ["words", "level", "year", "cell"];
  const body = table.tBodies[0];
  const here = [...body.rows];
  const years = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const more = Object.assign(document.createElement("button"), { type: "button", hidden: true });
  const turn = document.querySelector("ul.turn");
  more.textContent = form.dataset.more;
  table.parentElement.after(more);
  let rows = here;
  let limit = AT_ONCE;
  let reading = null;

  /** The rows of all pages, in order; of this one only, where the others cannot be read (from a folder). */
  const all = () => (reading ??= Promise.all((form.dataset.pages ?? "").split(" ").filter(Boolean).map(read))
    .then((parts) => parts.flat())
    .then((found) => (found.length ? found : here))
    .catch(() => here));
  async function read(address) {
    if (new URL(address, location.href).pathname === location.pathname) return here;
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    return [...page.querySelectorAll("table.listed tbody tr, table.board tbody tr")].map((row) => document.importNode(row, true));
  }

  const chosen = () => Object.fromEntries(names.map((name) => [name, form.elements[name]?.value.trim() ?? ""]));

  function fits(row, c, words) {
    const text = `${row.textContent} ${row.dataset.place ?? ""}`.toLowerCase();
    if (!words.every((word) => text.includes(word)) || (c.level && row.dataset.level !== c.level)) return false;
    if (row.dataset.cells === undefined) return !c.year || row.dataset.years.split(" ").includes(c.year);
    const cells = row.dataset.cells.split(" ").filter((_, at) => !c.year || years[at] === c.year);
    return c.cell ? cells.includes(c.cell) : !c.year || cells.some((cell) => cell !== "missing");
  }

  async function show() {
    const c = chosen();
    const query = new URLSearchParams(Object.entries(c).filter(([, value]) => value)).toString();
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
    if (query && rows === here) {
      rows = await all();
      if (rows !== here) body.replaceChildren(...rows);
      return show(); // what was chosen meanwhile
    }
    const words = c.words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = query ? rows.filter((row) => fits(row, c, words)) : here;
    const shown = new Set(query ? found.slice(0, limit) : found);
    for (const row of rows) row.hidden = !shown.has(row);
    more.hidden = shown.size === found.length;
    if (turn) turn.hidden = Boolean(query);
    document.getElementById("shown").textContent =
      query ? form.dataset.shown.replace("{shown}", found.length).replace("{count}", rows.length) : "";
  }
  function anew() {
    limit = AT_ONCE;
    show();
  }

  const asked = new URLSearchParams(location.search);
  for (const name of names) if (asked.get(name) && form.elements[name]) form.elements[name].value = asked.get(name);
  form.hidden = false;
  form.addEventListener("input", anew);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(anew));
  more.addEventListener("click", () => {
    limit *= 4;
    show();
  });
  if (names.some((name) => asked.get(name))) show();
})();
