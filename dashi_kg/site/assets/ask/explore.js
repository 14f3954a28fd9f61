// The explorer: a node and its neighbours, as a list (always) and as a drawing (beside it).

import { Asking } from "./asking.js";
import { literal } from "./bind.js";
import { config, filled, h, number, page, safe, short, w } from "./terms.js";

const MOST = 500; // neighbours of one node in the list
const DRAWN = 24; // neighbours of one node in the drawing
const NAMED_EDGES = 12; // more of them, and their names lie upon each other
// what tells least about a node stands last, and is drawn last
const TECHNICAL = /#(type|isDefinedBy|inScheme|topConceptOf|hasTopConcept|anchor|basis|rule|hasSelector|hasSource|wasAttributedTo|confidence|translationBasis)$|\/terms\/source$/;
const LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>";
const $ = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const engine = new Asking(({ step, part, bytes }) => {
  const done = part === null ? (bytes ? `${(bytes / 1e6).toFixed(1)} MB` : "") : `${Math.round(part * 100)} %`;
  say(`${w[`step_${step}`]} ${done}`);
});
const names = new Map(Object.entries(config.foreign)); // IRI → label
let drawing;
let here = null;
let links = [];
let turn = 0; // of the last wish: an answer to an earlier one comes too late and is dropped

const say = (words) => { if ($("status").textContent !== words) $("status").textContent = words; };
const name = (iri) => names.get(iri) ?? short(iri);

function fail(words) {
  say("");
  $("error").hidden = false;
  $("error").textContent = words;
}

// ------------------------------------------------------------------ what is asked

const usable = (iri) => !/[\x00-\x20<>"{}|^`\\]/.test(iri); // eslint-disable-line no-control-regex

async function rows(text) {
  const answer = await engine.run(text, { seconds: 60, most: MOST, labels: true });
  const at = (variable) => answer.variables.indexOf(variable);
  return answer.rows.map((row) => (variable) => row[at(variable)] ?? null);
}

async function neighbours(iri) {
  const found = [];
  for (const [out, pattern] of [[true, `<${iri}> ?p ?n`], [false, `?n ?p <${iri}>`]]) {
    const query = `SELECT DISTINCT ?p ?n WHERE { ${pattern} FILTER(isIRI(?n)) } ORDER BY ?p ?n LIMIT ${MOST}`;
    for (const row of await rows(query)) {
      const [p, n] = [row("p").value, row("n").value];
      if (row("pLabel")) names.set(p, row("pLabel").value);
      if (row("nLabel")) names.set(n, row("nLabel").value);
      found.push({ out, p, n });
    }
  }
  const last = ({ p }) => Number(TECHNICAL.test(p));
  return found.sort((a, b) => last(a) - last(b)); // stable
}

async function named(iri) {
  const [row] = await rows(`SELECT ?i WHERE { VALUES ?i { <${iri}> } }`);
  if (row("iLabel")) names.set(iri, row("iLabel").value);
}

// An IRI, a prefixed name, a path below the base, or words of a label → IRIs.
async function meant(words) {
  const [, prefix, local] = words.match(/^([\w-]*):(.*)$/s) ?? [];
  if (prefix && Object.hasOwn(config.prefixes, prefix) && !local.startsWith("//")) return [config.prefixes[prefix] + local];
  if (/^[a-z][a-z0-9+.-]*:/i.test(words) && usable(words)) return [words];
  if (/^[\w./#-]+$/.test(words) && /[/#]/.test(words)) return [config.base + words];
  for (const test of ["STR(?l) = ", "CONTAINS(LCASE(STR(?l)), "]) {
    const said = literal(test.startsWith("S") ? words : words.toLowerCase());
    const query = `SELECT DISTINCT ?i WHERE { ?i ${LABEL} ?l FILTER(isIRI(?i) && ${test}${said}${test.startsWith("S") ? "" : ")"})
      FILTER(!STRSTARTS(STR(?i), "${config.base}source/")) } ORDER BY ?i LIMIT 30`;
    const found = await rows(query);
    for (const row of found) if (row("iLabel")) names.set(row("i").value, row("iLabel").value);
    if (found.length) return found.map((row) => row("i").value);
  }
  return [];
}

// ------------------------------------------------------------------ list

function shown() {
  const [direction, property] = $("property").value.split(" ");
  return links.filter((l) => !property || (l.p === property && l.out === (direction === "out")));
}

function list() {
  const groups = new Map();
  for (const link of shown()) {
    const key = `${link.out ? "out" : "in"} ${link.p}`;
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  $("list").replaceChildren(
    ...[...groups].map(([key, members]) => {
      const [direction, property] = key.split(" ");
      return h("section", {},
        h("h3", {}, `${w[direction]} `, h("a", { href: page(property) }, name(property)), ` `, h("small", {}, number(members.length))),
        h("ul", { class: "neighbours" }, ...members.map(({ n }) => h("li", {},
          h("button", { type: "button", "data-iri": n, title: w.expand, onclick: () => go(n, true) }, name(n)),
          " ", safe(n) ? h("a", { href: page(n), "aria-label": `${w.open}: ${name(n)}` }, short(n)) : short(n)))));
    }),
  );
}

function properties() {
  const known = new Map();
  for (const { out, p } of links) known.set(`${out ? "out" : "in"} ${p}`, `${w[out ? "out" : "in"]} ${name(p)}`);
  $("property").replaceChildren(h("option", { value: "" }, w.all_properties),
    ...[...known].map(([value, words]) => h("option", { value }, words)));
}

// ------------------------------------------------------------------ drawing

async function canvas() {
  if (drawing) return drawing;
  const { default: cytoscape } = await import(new URL(config.vendor.cytoscape, location.href).href);
  drawing = cytoscape({ container: $("drawing"), style: colours(), minZoom: 0.1, maxZoom: 1.6 });
  drawing.on("tap", "node", (event) => go(event.target.id(), false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawing.style(colours()));
  return drawing;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (variable) => style.getPropertyValue(`--${variable}`).trim();
  return [
    { selector: "node", style: {
      label: "data(label)", "font-size": 13, color: of("ink"), "background-color": of("paper"), "border-width": 2, "border-color": of("quiet"), width: 14, height: 14,
      "text-wrap": "wrap", "text-max-width": 150, "text-overflow-wrap": "anywhere", "text-valign": "bottom", "text-margin-y": 3,
      "text-background-color": of("paper"), "text-background-opacity": 0.8, "text-background-padding": "2px",
    } },
    ...KINDS.map(([kind]) => ({ selector: `node.${kind}`, style: { "background-color": of(kind), "border-color": of(kind) } })),
    { selector: "node.here", style: { width: 24, height: 24, "font-weight": "bold", "border-width": 3, "border-color": of("ink") } },
    { selector: "edge", style: {
      label: "data(label)", "font-size": 9, color: of("quiet"), width: 1, "line-color": of("line"), "curve-style": "bezier",
      "target-arrow-shape": "triangle", "target-arrow-color": of("quiet"), "arrow-scale": 0.7, "text-rotation": "autorotate",
      "text-background-color": of("paper"), "text-background-opacity": 0.8,
    } },
  ];
}

// The kind of a node by its IRI (docs/graph.md): the colours of the legend under the drawing.
const KINDS = [
  ["measure", /^report\/.*#m/], ["observation", /^report\/.*#o/], ["problem", /^report\/.*#p/], ["plan", /^report\/.*#a/],
  ["organisation", /^org\//], ["place", /^place\//], ["document", /^law\/|^report\/[^#]*$/],
];

function kind(iri) {
  const path = iri.startsWith(config.base) ? iri.slice(config.base.length) : "";
  return KINDS.find(([, test]) => test.test(path))?.[0] ?? "";
}

const clip = (words) => (words.length > 28 ? `${words.slice(0, 27)}…` : words);

// Places around a node: ellipses of 8, 14, 20 … since words are wide; the same graph is always drawn the same.
function* places({ x, y }) {
  for (let ring = 0; ; ring += 1) {
    const count = 8 + 6 * ring;
    for (let i = 0; i < count; i += 1) {
      const angle = (2 * Math.PI * (i + (ring % 2) / 2)) / count - Math.PI / 2;
      yield { x: x + (190 + 130 * ring) * Math.cos(angle), y: y + (110 + 80 * ring) * Math.sin(angle) };
    }
  }
}

const taken = (cy, { x, y }) => cy.nodes().some((n) => Math.abs(n.position("x") - x) < 90 && Math.abs(n.position("y") - y) < 34);

async function draw() {
  const cy = await canvas();
  const wanted = shown();
  const some = wanted.slice(0, $("drawing").clientWidth < 600 ? DRAWN / 2 : DRAWN);
  if (!cy.getElementById(here).length) cy.elements().remove(); // not walked to: a new beginning
  const node = (iri, position) => cy.add({ data: { id: iri, label: clip(name(iri)) }, classes: kind(iri), position });
  if (!cy.getElementById(here).length) node(here, { x: 0, y: 0 });
  const free = places(cy.getElementById(here).position());
  for (const { out, p, n } of some) {
    if (!cy.getElementById(n).length) {
      let place = free.next().value;
      while (taken(cy, place)) place = free.next().value;
      node(n, place);
    }
    const [source, target] = out ? [here, n] : [n, here];
    const id = `${source} ${p} ${target}`;
    if (!cy.getElementById(id).length) cy.add({ data: { id, source, target, label: some.length > NAMED_EDGES ? "" : name(p) } });
  }
  cy.nodes().removeClass("here");
  cy.getElementById(here).addClass("here");
  const fit = { eles: cy.getElementById(here).closedNeighborhood(), padding: 24 };
  if (still.matches) cy.fit(fit.eles, fit.padding);
  else cy.animate({ fit }, { duration: 300 });
  $("cut").hidden = some.length === wanted.length;
  $("cut").textContent = filled(w.cut, { shown: some.length, most: number(MOST) });
}

// ------------------------------------------------------------------ moving

// The address bar holds the node, so that the browser's own way back leads back.
async function go(iri, focus) {
  const wanted = `#iri=${encodeURIComponent(iri)}`;
  if (location.hash !== wanted) history.pushState(null, "", wanted);
  await see(iri, focus);
}

async function see(iri, focus) {
  const mine = (turn += 1);
  const typed = $("start").value;
  $("error").hidden = true;
  $("choices").hidden = true;
  try {
    say("…");
    await engine.load();
    if (!usable(iri)) return fail(filled(w.unknown, { detail: iri }));
    const found = await neighbours(iri);
    if (mine !== turn) return undefined;
    if (!found.length) return fail(filled(w.unknown, { detail: iri }));
    await named(iri);
    if (mine !== turn) return undefined;
    [here, links] = [iri, found];
    if ($("start").value === typed) $("start").value = iri.startsWith(config.base) ? iri.slice(config.base.length) || iri : iri;
    $("both").hidden = false;
    $("here").replaceChildren(h("strong", {}, name(iri)), " ", h("a", { href: page(iri) }, short(iri)));
    properties();
    list();
    say(filled(w.summary, { name: name(iri), count: number(found.length) }));
    if (focus) $("list-head").focus();
    await draw();
  } catch (error) {
    if (mine === turn) fail(filled(w[error.key] ?? w.failed, { detail: error.detail ?? error.message, seconds: error.seconds, retry: error.retry }));
  }
  return undefined;
}

async function start(words) {
  const mine = (turn += 1);
  $("error").hidden = true;
  try {
    await engine.load();
    const found = await meant(words);
    if (mine !== turn) return undefined;
    if (found.length === 1) return await go(found[0], false);
    if (!found.length) return fail(filled(w.unknown, { detail: words }));
    say(filled(w.which, { detail: words }));
    $("choices").hidden = false;
    $("choices").replaceChildren(...found.map((iri) =>
      h("li", {}, h("button", { type: "button", onclick: () => go(iri, true) }, name(iri)), " ", h("small", {}, short(iri)))));
  } catch (error) {
    if (mine === turn) fail(filled(w[error.key] ?? w.failed, { detail: error.detail ?? error.message, seconds: error.seconds, retry: error.retry }));
  }
  return undefined;
}

function asked() {
  const iri = new URLSearchParams(location.hash.slice(1)).get("iri");
  if (iri) see(iri, false);
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  start($("start").value.trim() || config.start);
});
$("property").addEventListener("change", () => {
  list();
  drawing?.elements().remove();
  draw();
});
$("fit").addEventListener("click", () => drawing?.fit(undefined, 20));
window.addEventListener("popstate", asked);
document.querySelector(".no-scripts").hidden = true;
$("explore").hidden = false;
$("start").value = config.start;
asked();
document.documentElement.setAttribute("data-ready", "");
