// Tables of answers are sorted by a click on a head: numbers by size, words by the order of the language, nothing last.
"use strict";
(() => {
  const lang = document.documentElement.lang;
  const numeric = (words) => (/^-?[0-9.]+(?:e[+-]?[0-9]+)?$/i.test(words) ? Number(words) : NaN);

  function sort(table, head) {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const compare = new Intl.Collator(lang, { numeric: true }).compare;
    const rows = [...table.tBodies[0].rows].map((row) => {
      const words = row.cells[head.cellIndex].textContent.trim();
      return { row, words, number: numeric(words) };
    });
    rows.sort((a, b) => {
      if (!a.words || !b.words) return !a.words - !b.words;
      const order = Number.isNaN(a.number) || Number.isNaN(b.number) ? compare(a.words, b.words) : a.number - b.number;
      return ascending ? order : -order;
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
  }

  for (const table of document.querySelectorAll("table.answer")) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sort.replace("{head}", head.textContent);
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  }
})();
