// Filter and sort the tables of a topic or a body; the choices stand in the address, so that a view can be sent.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const all = document.getElementById("matrix");
  if (!form || !all) return;
  const blocks = [...all.querySelectorAll(".matrix")];
  const names = ["body", "level", "place", "from", "to"];
  const counts = new Map(blocks.map((block) => [block, document.createElement("p")]));
  for (const [block, count] of counts) {
    count.className = "quiet";
    count.setAttribute("role", "status");
    block.querySelector(".scroll").after(count);
  }

  const chosen = () => Object.fromEntries(names.map((name) => [name, form.elements[name]?.value.trim() ?? ""]));
  const within = (year, c) => (!c.from || year >= c.from) && (!c.to || year <= c.to);
  const fits = (row, c) =>
    (!c.body || row.cells[0].textContent.toLowerCase().includes(c.body.toLowerCase())) &&
    (!c.level || row.dataset.level === c.level) &&
    (!c.place || row.dataset.place === c.place);

  function show() {
    const c = chosen();
    for (const block of blocks) {
      for (const cell of block.querySelectorAll("[data-year]")) cell.hidden = !within(cell.dataset.year, c);
      const rows = [...block.querySelectorAll("tbody tr")];
      for (const row of rows) {
        const stated = [...row.querySelectorAll("td[data-year]")].some((cell) => !cell.hidden && cell.textContent);
        row.hidden = !fits(row, c) || !stated;
      }
      const left = rows.filter((row) => !row.hidden).length;
      block.hidden = !left;
      counts.get(block).textContent =
        left === rows.length ? "" : all.dataset.shown.replace("{shown}", left).replace("{count}", rows.length);
    }
    const asked = new URLSearchParams(Object.entries(c).filter(([, value]) => value));
    const sorted = all.querySelector("[aria-sort]");
    if (sorted) {
      asked.set("table", sorted.closest(".matrix").id);
      asked.set("sort", sorted.dataset.year + (sorted.ariaSort === "ascending" ? "" : "-"));
    }
    const query = asked.toString();
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  }

  function sort(head, ascending) {
    for (const other of all.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const table = head.closest("table");
    const size = (row) => {
      const found = row.querySelector(`td[data-year="${head.dataset.year}"]`).dataset.size;
      return found ? Number(found) : NaN;
    };
    const rows = [...table.tBodies[0].rows];
    rows.sort((one, other) => {
      const [a, b] = [size(one), size(other)];
      if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
      return ascending ? a - b : b - a;
    });
    table.tBodies[0].append(...rows);
    show();
  }

  for (const head of all.querySelectorAll("th[data-year]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = all.dataset.sort.replace("{}", head.dataset.year);
    button.addEventListener("click", () => sort(head, head.ariaSort === "descending"));
    head.replaceChildren(button);
  }

  const table = async (address) => {
    const answer = await fetch(address);
    const { parsed, unpacked } = await import(new URL("csv.js", new URL(all.dataset.xlsx, location.href)));
    return answer.ok ? parsed(await unpacked(answer)) : [[]];
  };

  // The table of the topic; where a plain host has none, those of the reports that are shown, eight at a time.
  async function tables(links) {
    if (all.dataset.table) return [await table(all.dataset.table)];
    const packed = "chosen" in document.documentElement.dataset ? ".gz" : ""; // written/led.py
    const files = new Set(links.map((link) => link.href.replace(/\/report\/([^#]*?)(\.en)?\.html#.*$/, `/reports/$1/observations.csv${packed}`)));
    const waiting = [...files];
    const found = [];
    while (waiting.length) found.push(...(await Promise.all(waiting.splice(0, 8).map(table))));
    return found.filter(([head]) => head.length);
  }

  async function rowsShown() {
    // a figure is known by its report and its fragment: reports that say the same have the same fragments
    const known = (address) => address.replace(/^.*\/report\//, "").replace(/(\.en)?\.html#/, "#");
    const links = [...all.querySelectorAll(".matrix:not([hidden]) tbody tr:not([hidden])")].flatMap((row) => [...row.querySelectorAll("td[data-year]:not([hidden]) a")]);
    const shown = new Set(links.map((link) => known(link.href)));
    const found = await tables(links);
    const [head] = found[0];
    const iri = head.indexOf("iri");
    return [head, found.flatMap((rows) => rows.slice(1)).filter((row) => shown.has(known(row[iri])))];
  }

  function save(pieces, kind, end) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(pieces, { type: kind }));
    link.download = `${all.dataset.name}.${end}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const written = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  form.elements.csv.addEventListener("click", async () => {
    const [head, rows] = await rowsShown();
    save([`\ufeff${[head, ...rows].map((row) => row.map(written).join(",")).join("\r\n")}\r\n`], "text/csv", "csv");
  });
  form.elements.xlsx.addEventListener("click", async () => {
    const [[head, rows], { xlsx, XLSX }] = await Promise.all([rowsShown(), import(new URL(all.dataset.xlsx, location.href))]);
    save(xlsx(head, rows, all.dataset.numbers.split(" ")), XLSX, "xlsx");
  });
  form.elements.json.addEventListener("click", async () => {
    const [head, rows] = await rowsShown();
    const table = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
    save([`${JSON.stringify(table, null, 1)}\n`], "application/json", "json");
  });

  const asked = new URLSearchParams(location.search);
  for (const name of names) if (asked.get(name) && form.elements[name]) form.elements[name].value = asked.get(name);
  form.hidden = false;
  if (location.protocol === "file:") for (const name of ["csv", "xlsx", "json"]) form.elements[name].hidden = true; // no fetch from files
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  const sorted = asked.get("sort");
  const head = sorted && document.getElementById(asked.get("table") ?? "")?.querySelector(`th[data-year="${Number.parseInt(sorted, 10)}"]`);
  if (head) sort(head, !sorted.endsWith("-"));
  else if ([...asked.keys()].length) show();
  if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
})();
