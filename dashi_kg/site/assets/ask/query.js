// The query page: saved questions and free SPARQL, answered in the browser or by the server of the page.

import { csv, json } from "./answers.js";
import { Asking } from "./asking.js";
import { bind } from "./bind.js";
import { bars, columns } from "./chart.js";
import { Editor } from "./editor.js";
import { Stopped } from "./engine.js";
import { table } from "./table.js";
import { config, filled, h, number, saved, w } from "./terms.js";

const $ = (id) => document.getElementById(id);
const engine = new Asking(progress);
const editor = new Editor($("text"), { run, changed: own });
let answer = null;
let running = 0;

// ------------------------------------------------------------------ saved questions

function question() {
  return config.questions.find((q) => q.name === $("question").value);
}

function choose() {
  const chosen = question();
  $("parameters").replaceChildren(
    ...(chosen?.parameters ?? []).map((p) =>
      h("p", { class: "field" },
        h("label", { for: `p-${p.name}` }, `${p.words} `, h("code", {}, p.name)),
        h("input", {
          id: `p-${p.name}`, name: p.name, autocomplete: "off", spellcheck: "false", list: p.list,
          placeholder: p.default || w.any, "aria-describedby": `t-${p.name}`, oninput: fill,
        }),
        h("small", { id: `t-${p.name}` }, filled(p.list ? w.of_name : w.of_type, { type: p.kind, default: p.default || w.any })),
      ),
    ),
  );
  $("parameters").hidden = !chosen?.parameters.length;
  $("saved").hidden = !chosen;
  if (chosen) $("saved").querySelector("a").href = `${config.root}questions/${chosen.name}${config.suffix}`;
  if (chosen) fill();
}

function values() {
  return Object.fromEntries([...$("parameters").querySelectorAll("input")].map((i) => [i.name, i.value.trim()]));
}

// The same with the IRIs of what is named.
function meant() {
  return Object.fromEntries(Object.entries(values()).map(([name, value]) => [name, offered(name).find((o) => o.value === value)?.dataset.iri ?? value]));
}

const NEAR = 5;
const offered = (name) => [...($(`list-${name}`)?.options ?? [])];
const near = (name, value) => offered(name).map((o) => o.value).filter((words) => words.toLowerCase().includes(value.toLowerCase())).slice(0, NEAR);

function fill() {
  const chosen = question();
  if (!chosen) return;
  forget();
  try {
    // the header of the file says in both languages what the form beside it says in the reader's
    editor.text = `# ${chosen.words}\n${bind(chosen, meant(), config).replace(/^(#.*\n)+/, "").trimEnd()}`;
  } catch (error) {
    if (!error.parameter) throw error;
    const { name } = error.parameter;
    const names = near(name, error.value).join(config.lang === "en" ? ", " : "、");
    fail(filled(names ? w.near : w.bad_value, { name, names, value: error.value, example: error.example }));
    $(`p-${error.parameter.name}`).setAttribute("aria-invalid", "true");
    return;
  }
  remember();
}

// The reader changed the text: it is no longer the saved question.
function own() {
  if ($("question").value) {
    $("question").value = "";
    choose();
  }
  remember();
}

// ------------------------------------------------------------------ the address holds the query

function remember() {
  const parts = new URLSearchParams();
  if ($("question").value) {
    parts.set("question", $("question").value);
    for (const [name, value] of Object.entries(values())) if (value) parts.set(`p.${name}`, value);
  } else if (editor.text.trim()) parts.set("query", editor.text);
  if (!$("labels").checked) parts.set("labels", "0");
  $("share").href = `#${parts}`;
}

function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  $("labels").checked = parts.get("labels") !== "0";
  if (parts.has("query")) {
    $("question").value = "";
    choose();
    editor.text = parts.get("query");
  } else {
    const name = parts.get("question");
    $("question").value = config.questions.some((q) => q.name === name) ? name : config.questions[0].name;
    choose();
    for (const [key, value] of parts) if (key.startsWith("p.") && $(`p-${key.slice(2)}`)) $(`p-${key.slice(2)}`).value = value;
    fill();
  }
  remember();
}

// ------------------------------------------------------------------ running

function progress({ step, part, bytes }) {
  const done = part === null ? (bytes ? `${(bytes / 1e6).toFixed(1)} MB` : "") : `${Math.round(part * 100)} %`;
  say(`${w[`step_${step}`]} ${done}`);
}

function say(words) {
  if ($("status").textContent !== words) $("status").textContent = words;
}

function fail(words, line, column) {
  say("");
  $("error").hidden = false;
  $("error").replaceChildren(words);
  if (line)
    $("error").append(" ", h("button", { type: "button", onclick: () => editor.point(line, column) }, w.go_there));
}

function forget() {
  $("error").hidden = true;
  for (const input of $("parameters").querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

async function run() {
  if (running) return;
  running += 1;
  forget();
  $("answer").hidden = true;
  $("stop").disabled = false;
  $("run").disabled = true;
  remember();
  history.replaceState(null, "", $("share").href);
  const options = { seconds: Number($("seconds").value), most: Number($("most").value), labels: $("labels").checked };
  try {
    const text = editor.text;
    await engine.load();
    say(w.running);
    answer = await engine.run(text, options);
    show(options);
  } catch (error) {
    explain(error);
  } finally {
    running = 0;
    $("stop").disabled = true;
    $("run").disabled = false;
  }
}

function explain(error) {
  if (error instanceof Stopped)
    return fail(error.seconds === null ? w.stopped : filled(w.timed_out, { seconds: error.seconds }));
  const detail = String(error.detail || error.message).slice(0, 300);
  if (error.line) return misspelt(error, detail);
  return fail(filled(w[error.key] || w.failed, { detail, seconds: error.seconds, retry: error.retry }));
}

function misspelt(error, detail) {
  const place = editor.syntax();
  if (place?.prefix !== undefined)
    return fail(filled(w.no_prefix, place), place.line, place.column);
  if (place)
    return fail(filled(w.syntax_near, { ...place, expected: place.expected.join(" · ") }), place.line, place.column);
  const lines = editor.text.trimEnd().split("\n");
  if (error.line > lines.length || (error.line === lines.length && error.column > lines.at(-1).length))
    return fail(filled(w.too_early, {}), lines.length, lines.at(-1).length + 1);
  return fail(filled(w.syntax, { line: error.line, column: error.column, detail }), error.line, error.column);
}

// ------------------------------------------------------------------ the answer

function show({ most }) {
  const { variables, rows, triples, boolean, cut, cutBy, ms } = answer;
  const count = rows?.length ?? triples?.length ?? 1;
  const took = (ms / 1000).toFixed(ms < 100 ? 3 : 1);
  const told = { count: number(count), seconds: took, size: number(engine.size) };
  say(filled(engine.byServer ? w.done_server : w.done, told));
  $("cut").hidden = !(cut || cutBy);
  // the server's limit is told first: no choice on this page lifts it
  $("cut").textContent = filled(cutBy ? w[`cut_${cutBy}`] : w.cut, { most: number(most), count: told.count });
  $("answer").hidden = false;
  $("chart").hidden = true;
  const drawn = rows ? columns(answer) : { words: [], numbers: [] };
  $("charting").hidden = !(drawn.words.length && drawn.numbers.length);
  $("csv").hidden = $("bom-field").hidden = $("json").hidden = Boolean(triples);
  $("nt").hidden = !triples;
  if (triples) {
    const words = triples.slice(0, 1000).join("\n") + (triples.length > 1000 ? "\n…" : "");
    $("result").replaceChildren(h("pre", { tabindex: 0, role: "region", "aria-label": w.answer }, words));
  } else if (boolean !== undefined) $("result").replaceChildren(h("p", { class: "yesno" }, boolean ? w.yes : w.no));
  else if (!rows.length) $("result").replaceChildren(h("p", {}, w.nothing));
  else $("result").replaceChildren(...table(answer, question()?.words ?? w.answer));
  $("iris-switch").hidden = !$("result").querySelector(".iris");
  if (drawn.words.length && drawn.numbers.length) {
    const labels = drawn.words.filter((i) => variables[i].endsWith("Label") || /name|words|title/i.test(variables[i]));
    options($("chart-words"), drawn.words, variables, labels[0] ?? drawn.words[0]);
    options($("chart-numbers"), drawn.numbers, variables, drawn.numbers.at(-1));
  }
}

function options(select, columns, variables, chosen) {
  select.replaceChildren(...columns.map((i) => h("option", { value: i, selected: i === chosen }, variables[i])));
}

function draw() {
  const { svg, left } = bars(answer, Number($("chart-words").value), Number($("chart-numbers").value), $("answer").clientWidth);
  $("chart").hidden = false;
  $("chart").replaceChildren(svg, ...(left ? [h("p", {}, filled(w.chart_left, { left: number(left) }))] : []));
}

// ------------------------------------------------------------------ begin

$("question").addEventListener("change", () => { choose(); remember(); });
$("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
$("stop").addEventListener("click", () => engine.stop());
$("labels").addEventListener("change", remember);
$("draw").addEventListener("click", draw);
const file = () => $("question").value || "answer";
$("csv").addEventListener("click", () =>
  saved(`${file()}.csv`, "text/csv", ($("bom").checked ? "\ufeff" : "") + csv(answer.rows ? answer : { variables: ["answer"], rows: [[{ type: "literal", value: String(answer.boolean) }]] })));
$("json").addEventListener("click", () => saved(`${file()}.json`, "application/sparql-results+json", json(answer)));
$("nt").addEventListener("click", () => saved(`${file()}.nt`, "application/n-triples", `${answer.triples.join("\n")}\n`));
$("share").addEventListener("click", remember);
window.addEventListener("hashchange", () => { if (location.hash !== $("share").getAttribute("href")) recall(); });
document.querySelector(".no-scripts").hidden = true;
$("ask").hidden = false;
// without scripts an address leads to its question in the list; with them, to the form
const listed = document.querySelector(".asked :target");
for (const item of document.querySelectorAll(".asked [id]")) item.removeAttribute("id");
if (listed) scrollTo({ top: 0, behavior: "instant" });
recall();
editor.dress().then(() => document.documentElement.setAttribute("data-ready", ""));
