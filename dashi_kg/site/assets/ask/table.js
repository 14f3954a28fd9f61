// An answer as a table; rows come a page at a time, so that a long answer does not stop the browser.

import { config, filled, h, number, page, safe, short, w } from "./terms.js";
import { isNumber } from "./chart.js";

const PAGE = 200;

export function table({ variables, rows, labelled }, caption) {
  const body = h("tbody");
  const element = h("table", {},
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, ...variables.map((v, i) => h("th", { scope: "col", class: isNumber(rows[0][i]) && "number" }, v)))),
    body,
  );
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  function show() {
    body.append(...rows.slice(shown, shown + PAGE).map((row) => h("tr", {}, ...row.map(cell))));
    shown = Math.min(rows.length, shown + PAGE);
    more.hidden = shown >= rows.length;
    more.textContent = filled(w.more_rows, { shown: number(shown), all: number(rows.length) });
  }
  more.addEventListener("click", show);
  show();
  return [h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, element), more];
}

export function cell(term) {
  if (!term) return h("td", {});
  if (term.type === "uri") {
    const words = short(term.value);
    return h("td", { class: "iri" }, safe(term.value) ? h("a", { href: page(term.value) }, words) : words);
  }
  if (isNumber(term)) return h("td", { class: "number" }, term.value);
  const tag = term["xml:lang"];
  const other = tag && tag !== config.lang ? { lang: tag } : {};
  return h("td", other, term.type === "bnode" ? `_:${term.value}` : term.value);
}
