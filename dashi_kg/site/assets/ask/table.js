// An answer as a table; rows come a page at a time, so that a long answer does not stop the browser.
// Where a column of IRIs has names, the names lead there, and the IRIs stand behind, to be switched on.

import { config, filled, h, number, page, safe, short, w } from "./terms.js";
import { isNumber } from "./chart.js";

const PAGE = 200;
const LABEL = "Label";

export function table({ variables, rows, names = new Map() }, caption) {
  const columns = shown(variables, rows, names);
  const body = h("tbody");
  const element = h("table", { class: "answer" },
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, ...columns.map(({ head, at, iris }) => h("th", { scope: "col", class: iris ? "iris" : isNumber(rows[0][at]) && "number" }, head)))),
    body,
  );
  const more = h("button", { type: "button", class: "more" });
  let done = 0;
  function show() {
    body.append(...rows.slice(done, done + PAGE).map((row) => h("tr", {}, ...columns.map((column) => cellOf(column, row)))));
    done = Math.min(rows.length, done + PAGE);
    more.hidden = done >= rows.length;
    more.textContent = filled(w.more_rows, { shown: number(done), all: number(rows.length) });
  }
  more.addEventListener("click", show);
  show();
  return [h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, element), more];
}

// The columns as they are shown: where they stand in a row, and for names where their IRI does. A column that says again
// what the names of another say is left out.
function shown(variables, rows, names) {
  const first = rows.slice(0, PAGE);
  const name = (term) => (term?.type === "uri" ? names.get(term.value) : undefined);
  const called = variables.map((_, i) => first.some((row) => name(row[i])));
  const again = (j) => variables.some((_, i) => i !== j && called[i] && first.every((row) => row[j]?.type !== "uri" && (row[j]?.value ?? "") === (name(row[i])?.value ?? "")));
  const at = (name) => variables.indexOf(name);
  const head = (name) => config.heads?.[name] ?? name;
  const told = variables.flatMap((variable, i) => {
    const stem = variable.endsWith(LABEL) ? variable.slice(0, -LABEL.length) : "";
    if ((stem && at(stem) >= 0) || again(i)) return [];
    const label = at(variable + LABEL);
    const words = stem && config.heads?.[stem] ? filled(w.name_of, { head: config.heads[stem] }) : head(variable);
    if (label >= 0) return [{ head: words, at: label, iri: i }];
    return [called[i] ? { head: words, at: i, iri: i, name } : { head: words, at: i }];
  });
  return [...told, ...told.filter(({ iri }) => iri !== undefined).map((c) => ({ head: `${c.head} IRI`, at: c.iri, iris: true }))];
}

function cellOf({ at, iri, iris, name }, row) {
  const term = name ? name(row[at]) : row[at];
  if (iris) return h("td", { class: "iris" }, term ? short(term.value) : "");
  if (iri === undefined || !row[iri]) return cell(term);
  if (!term) return cell(row[iri]);
  const found = cell(term);
  if (row[iri].type === "uri" && safe(row[iri].value)) found.replaceChildren(h("a", { href: page(row[iri].value) }, ...found.childNodes));
  return found;
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
