"use strict";
// What is decided so far, and how it is taken back.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const characters = Array.from(data.text); // offsets count code points
const say = (key, ...values) => values.reduce((words, value) => words.replace("{}", value), data.words[key]);
const keyOf = (f) => [f.kind, f.prefix, f.quote, f.suffix, f.of].join("\u0001");
const kinds = Object.keys(data.kinds);
const state = { decisions: new Map(), added: [], head: {}, current: -1, dirty: false };
const former = []; // states to go back to, the last on top

const cut = (start, end) => characters.slice(Math.max(0, start), end).join("");
const packed = data.facts; // see review_page.py
data.facts = packed.rows.map(([kind, id, start, end, rule, words, of, section, ...values], index) => ({
  kind: packed.kinds[kind], id, start, end, rule: packed.rules[rule], grade: packed.grades[rule], words, of, section: packed.sections[section], index,
  quote: cut(start, end), prefix: cut(start - packed.around, start), suffix: cut(end, end + packed.around),
  values: Object.fromEntries(packed.fields[kind].map((name, at) => [name, values[at] === undefined ? "" : values[at]]).filter(([, value]) => value !== null)),
}));
const orphanKeys = new Set(data.orphaned.map((o) => JSON.stringify(o)));
data.known.forEach((k) => {
  if (orphanKeys.has(JSON.stringify(k))) return;
  if (k.kind === "report") Object.assign(state.head, k.set);
  else if (k.decision === "add") state.added.push(k);
  else state.decisions.set(keyOf(k), k);
});

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

function remember() {
  former.push({ decisions: new Map(state.decisions), added: [...state.added], head: { ...state.head } });
  state.dirty = true;
}

function goBack() {
  const last = former.pop();
  if (last) Object.assign(state, last, { dirty: true });
  return Boolean(last);
}

const isDecided = (f) => state.decisions.has(keyOf(f));
const isShown = (f) =>
  (!$("kind").value || f.kind === $("kind").value) &&
  (!$("grade").value || f.grade === $("grade").value) &&
  (!$("rule").value || f.rule === $("rule").value) &&
  (!$("section").value || f.section === $("section").value) &&
  (!$("open").checked || !isDecided(f));

function rowOf(f, decision, note = "") {
  const row = { kind: f.kind, quote: f.quote, prefix: f.prefix, suffix: f.suffix, decision };
  if (f.of) row.of = f.of;
  if (note) row.note = note;
  return row;
}

// Everything that is to be saved, in the form of the reading file.
function rows() {
  const head = Object.keys(state.head).length ? [{ kind: "report", decision: "correct", set: state.head }] : [];
  return [...head, ...state.decisions.values(), ...state.added, ...data.orphaned];
}

function tell(message = "") {
  const done = data.facts.filter(isDecided).length;
  const parts = [say("progress", done, data.facts.length)];
  if (state.added.length) parts.push(say("added", state.added.length));
  if (state.dirty) parts.push(say("unsaved"));
  if (message) parts.push(message);
  $("progress").textContent = parts.join(" · ");
  $("accept-all").textContent = say("accept_all", data.facts.filter((f) => isShown(f) && !isDecided(f)).length);
}
