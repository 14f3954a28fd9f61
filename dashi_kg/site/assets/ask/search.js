// Search in the browser: of the published index it fetches what a question needs; the form narrows what was found.

import { Finder } from "./finding.js";
import { config, filled, h, number, page, w } from "./terms.js";
import { learn, marked } from "./tokens.js";

const HEARD = 3;
const english = config.lang === "en";
const [SHOWN, SHOWN_ALONE] = config.shown;
const $ = (id) => document.getElementById(id);
const selects = config.facets.map((name) => document.querySelector(`#facets select[name=${name}]`));
const fetched = new Map();
let finder;

async function get(path) {
  if (!fetched.has(path))
    fetched.set(path, fetch(config.root + path).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.json();
    }).catch((error) => {
      fetched.delete(path);
      throw error;
    }));
  return fetched.get(path);
}

const three = (n) => String(n).padStart(3, "0");

async function load() {
  const [catalogue, folding] = await Promise.all([get(config.index), get(config.folding)]);
  learn(folding);
  return new Finder(catalogue, (part) => get(`search/words/${three(part)}.json`));
}

function say(words) {
  if ($("status").textContent !== words) $("status").textContent = words;
}

// What is asked: the words, and the value of each facet.
function asked() {
  const fields = new URLSearchParams(location.search);
  return { q: (fields.get("q") ?? "").trim(), chosen: Object.fromEntries(config.facets.map((name) => [name, fields.get(name) ?? ""])) };
}

function address({ q, chosen }) {
  const fields = new URLSearchParams(q ? { q } : {});
  for (const [name, value] of Object.entries(chosen)) if (q && value) fields.set(name, value);
  return fields.size ? `?${fields}` : location.pathname;
}

let turn = 0;
async function search() {
  const { q, chosen } = asked();
  const mine = (turn += 1);
  $("error").hidden = true;
  if (!q) {
    $("hits").replaceChildren();
    $("facets").hidden = true;
    $("lead").hidden = false;
    return say("");
  }
  say(w.loading);
  try {
    finder ??= await load();
    const found = await finder.find(q);
    const { numbers, counts } = finder.narrowed(found.numbers, chosen);
    const sections = await Promise.all(grouped(numbers).map(([group, some]) => section(group, some, q, chosen)));
    if (mine !== turn) return undefined;
    $("hits").replaceChildren(...sections);
    facets(counts, chosen);
    $("lead").hidden = Boolean(numbers.length);
    const heard = found.heard.length ? filled(w.heard, { pairs: found.heard.slice(0, HEARD).join(english ? ", " : "、") }) : "";
    const meant = found.meant.length ? filled(w.meant, { words: found.meant.join(english ? ", " : "、") }) : "";
    say(filled(!numbers.length ? w.found_none : found.whole ? w.found : w.found_part, { words: q, count: number(numbers.length) }) + meant + heard);
  } catch (error) {
    finder = undefined;
    say("");
    $("error").hidden = false;
    $("error").textContent = filled(w.not_fetched, { detail: error.message });
  }
  return undefined;
}

function grouped(numbers) {
  const found = new Map();
  for (const n of numbers) found.set(finder.group[n], [...(found.get(finder.group[n]) ?? []), n]);
  return [...found];
}

const said = ([zh, en]) => (english ? en : zh);

function nameOf(facet, key) {
  const { groups, bodies, levels, topics } = finder.catalogue;
  const row = { group: groups.find(([k]) => k === key)?.slice(1), body: bodies.find(([k]) => k === key)?.slice(1, 3), level: levels[key], topic: topics[key] }[facet];
  return row ? said(row) : key;
}

// Years from the newest, kinds and levels in their order, bodies and topics with most hits first.
function ordered(facet, counts) {
  const pairs = [...counts];
  if (facet === "year") return pairs.sort(([a], [b]) => (a < b ? 1 : -1));
  const order = { group: finder.catalogue.groups.map(([key]) => key), level: Object.keys(finder.catalogue.levels) }[facet];
  if (order) return pairs.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return pairs.sort(([a, m], [b, n]) => n - m || (nameOf(facet, a) < nameOf(facet, b) ? -1 : 1));
}

function facets(counts, chosen) {
  for (const select of selects) {
    const values = ordered(select.name, counts[select.name]);
    if (chosen[select.name] && !counts[select.name].has(chosen[select.name])) values.push([chosen[select.name], 0]);
    select.replaceChildren(
      h("option", { value: "" }, w.all),
      ...values.map(([key, count]) => h("option", { value: key, selected: key === chosen[select.name] }, `${nameOf(select.name, key)} (${number(count)})`)),
    );
    select.disabled = !values.length;
  }
  $("facets").hidden = false;
}

async function section(group, numbers, q, chosen) {
  const [kind, zh, en] = finder.catalogue.groups[group];
  const most = chosen.group ? SHOWN_ALONE : SHOWN;
  const list = h("ul", { class: "hits" });
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  async function show(count) {
    const records = await Promise.all(numbers.slice(shown, shown + count).map(record));
    list.append(...records.map((one) => hit(one, q)));
    shown += records.length;
    more.hidden = shown >= numbers.length;
    more.textContent = filled(w.more, { left: number(numbers.length - shown) });
  }
  more.addEventListener("click", () => show(SHOWN_ALONE));
  await show(most);
  return h("section", { "aria-labelledby": `k-${kind}` },
    h("h2", { id: `k-${kind}` }, `${english ? en : zh} `, h("small", {}, number(numbers.length))), list, more);
}

// What the files tell of a record.
async function record(n) {
  const { in_file: size, reports, bodies, indicators, topics } = finder.catalogue;
  const part = await get(`search/records/${three(Math.floor(n / size))}.json`);
  const [path, zh = "", en = "", quote = "", more = "", value = "", , amountZh = "", amountEn = ""] = part[n % size];
  const report = finder.report[n] ? reports[finder.report[n] - 1] : null;
  const indicator = finder.indicator[n] ? indicators[finder.indicator[n] - 1] : null;
  const body = report && report[4] >= 0 ? bodies[report[4]] : null;
  const whole = (path.startsWith("#") && report ? report[0] : "") + path;
  const name = english ? en || (indicator && indicator[4]) || zh : zh || en;
  const amount = english ? amountEn : amountZh;
  const figures = finder.figures.get(whole) ?? 0;
  const told = figures ? [filled(w.figures, { count: number(figures) })]
    : body ? [said(body.slice(1, 3)), report[3], value || amount ? said(topics[indicator?.[1]] ?? ["", ""]) : ""]
      : report ? [said(report.slice(1, 3))] : [];
  return { path: whole, name, amount, quote: quote || (name !== zh && whole.includes("#") ? zh : ""), more, told: told.filter((words) => words && words !== name).join(english ? " · " : "　") };
}

function hit({ path, name, amount, quote, more, told }, words) {
  const seen = [name, quote].some((text) => text && marked(text, words).some(([, on]) => on));
  return h("li", {},
    h("a", { href: page(config.base + path) }, ...bright(name, words)),
    amount ? " " : null,
    amount ? h("b", { class: "amount" }, amount) : null,
    quote ? h("q", { lang: "zh-Hans" }, ...bright(quote, words)) : null,
    more && !seen ? h("span", { class: "more-words" }, ...bright(fitting(more, words), words)) : null,
    told ? h("small", {}, told) : null,
  );
}

// Of the other names and definitions, in both languages, those that have the words, else the first in the language of the page.
function fitting(more, words) {
  const pieces = more.split(" … ");
  return pieces.filter((piece) => marked(piece, words).some(([, on]) => on)).slice(0, 3).join(" … ")
    || pieces.find((piece) => /\p{Script=Han}/u.test(piece) !== english) || "";
}

const bright = (text, words) => marked(text, words).map(([piece, on]) => (on ? h("mark", {}, piece) : piece));

function go(chosen) {
  history.pushState(null, "", address({ q: $("q").value.trim(), chosen }));
  search();
}

const picked = () => Object.fromEntries(selects.map((select) => [select.name, select.value]));
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  // other words may have none of what was chosen
  go($("q").value.trim() === asked().q ? picked() : {});
});
selects.forEach((select) => select.addEventListener("change", () => go(picked())));
window.addEventListener("popstate", () => {
  $("q").value = asked().q;
  search();
});
$("narrow").hidden = true;
document.querySelector(".no-scripts").hidden = true;
$("q").value = asked().q || $("q").value;
search();
document.documentElement.setAttribute("data-ready", "");
