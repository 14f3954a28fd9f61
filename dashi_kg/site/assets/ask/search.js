// Search in the browser: minisearch over the records that were published, with pairs of characters as words.

import { config, filled, h, number, page, w } from "./terms.js";
import { isHan, marked, queryTokens, runs, fold, tokens } from "./tokens.js";

const SHOWN = 20;
const $ = (id) => document.getElementById(id);
let manifest;
let records = [];
let index;

async function get(path) {
  const answer = await fetch(config.root + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function load() {
  const { default: MiniSearch } = await import(new URL(config.root + config.minisearch, location.href).href);
  manifest = await get(config.index);
  index = new MiniSearch({
    fields: ["zh", "en", "quote", "more"],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: queryTokens,
      processTerm: (term) => term,
      combineWith: "AND",
      boost: { zh: 4, en: 4, quote: 2 },
      // a pair of characters is exact; a lone character and a word may be the beginning of one
      prefix: (term) => !(isHan(term) && [...term].length > 1),
      // one slip in a long word; the stem of “mediation” is not a slip of “media”
      fuzzy: (term) => (isHan(term) || term.length < 8 ? false : 0.15),
    },
  });
  let done = 0;
  const parts = await Promise.all(
    manifest.files.map(async (path) => {
      const part = await get(path);
      done += 1;
      say(filled(w.loading, { done, all: manifest.files.length }));
      return part;
    }),
  );
  records = parts.flat();
  const fields = records.map(([, , zh, en, quote, more], id) => ({ id, zh, en, quote, more }));
  await index.addAllAsync(fields, { chunkSize: 500 });
}

function say(words) {
  if ($("status").textContent !== words) $("status").textContent = words;
}

let loading;
async function search(question) {
  const words = question.trim();
  $("error").hidden = true;
  if (!words) {
    $("hits").replaceChildren();
    return say("");
  }
  try {
    loading ??= load();
    await loading;
  } catch (error) {
    loading = undefined;
    say("");
    $("error").hidden = false;
    $("error").textContent = filled(w.not_fetched, { detail: error.message });
    return undefined;
  }
  const whole = runs(words);
  const found = index.search(words).map(({ id, score }) => ({ record: records[id], score: score * fits(records[id], whole) }));
  found.sort((a, b) => b.score - a.score || (a.record[0] < b.record[0] ? -1 : 1));
  say(filled(found.length ? w.found : w.found_none, { words, count: number(found.length) }));
  const groups = manifest.kinds.map(([kind, zh, en], i) => group(kind, config.lang === "en" ? en : zh, found.filter((f) => f.record[1] === i), words));
  $("hits").replaceChildren(...groups.filter(Boolean));
  return undefined;
}

// Whole words before scattered pairs, exact names before all.
function fits([, , zh = "", en = "", quote = ""], whole) {
  const folded = [fold(zh), fold(en), fold(quote)];
  if (folded.slice(0, 2).includes(whole.join(" "))) return 20;
  return whole.every((run) => folded.some((f) => f.includes(run))) ? 4 : 1;
}

function group(kind, name, found, words) {
  if (!found.length) return null;
  const list = h("ul", { class: "hits" });
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  function show() {
    list.append(...found.slice(shown, shown + SHOWN).map(({ record }) => hit(record, words)));
    shown = Math.min(found.length, shown + SHOWN);
    more.hidden = shown >= found.length;
    more.textContent = filled(w.more, { left: number(found.length - shown) });
  }
  more.addEventListener("click", show);
  show();
  return h("section", { "aria-labelledby": `k-${kind}` },
    h("h2", { id: `k-${kind}` }, `${name} `, h("small", {}, number(found.length))), list, more);
}

function hit([path, , zh, en, quote, more], words) {
  const seen = [zh, en, quote].some((text) => text && marked(text, words).some(([, on]) => on));
  const name = config.lang === "en" ? en || zh : zh || en;
  const report = path.includes("#") ? manifest.reports[path.split("#")[0]] : null;
  return h("li", {},
    h("a", { href: page(config.base + path) }, ...bright(name, words)),
    quote && quote !== name ? h("q", { lang: "zh-Hans" }, ...bright(quote, words)) : null,
    more && !seen ? h("span", { class: "more-words" }, ...bright(fitting(more, words), words)) : null,
    report ? h("small", {}, config.lang === "en" ? report[1] || report[0] : report[0]) : null,
  );
}

// Of the other names and definitions, in both languages, those that have the words.
function fitting(more, words) {
  const pieces = more.split(" … ");
  return pieces.filter((piece) => marked(piece, words).some(([, on]) => on)).slice(0, 3).join(" … ") || pieces[0];
}

const bright = (text, words) => marked(text, words).map(([piece, on]) => (on ? h("mark", {}, piece) : piece));

function asked() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("q").value.trim();
  history.pushState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  search(words);
});
window.addEventListener("popstate", () => search(($("q").value = asked())));
document.querySelector(".no-scripts").hidden = true;
$("q").value = asked() || $("q").value;
search($("q").value);
document.documentElement.setAttribute("data-ready", "");
