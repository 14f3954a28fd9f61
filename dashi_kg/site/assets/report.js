// The evidence reader's convenience; the page works without it.
// Choosing words shows their facts in the panel; choosing a fact's quote marks its words; Esc closes; copy buttons.

const panel = document.getElementById("panel");
const words = document.getElementById("words");
const count = (text) => [...text].length; // offsets are code points
const byId = (id) => document.getElementById(id);
const PIECES = "[id^=t], i"; // punctuation within the words of a fact has no id
const BY_ID = { f: "figure", m: "measure", n: "no-statistic" }; // kinds that have no class
const kind = (card) => card.classList[0] ?? BY_ID[card.id[0]];
let pieces = [];
let starts = new Map();
let ends = new Map();
let cards = [];
let titles = new Map();
const start = (piece) => starts.get(piece);

/** The quotes of a card that lead to the text; of one that leaves them to the cards within, the longest of theirs. */
function quotes(card) {
  const all = [...card.querySelectorAll('q a[href^="#t"]')];
  const own = all.filter((a) => a.closest("li[id]") === card);
  return own.length ? own : all.sort((one, other) => other.textContent.length - one.textContent.length).slice(0, 1);
}

/** The half-open ranges of the words that a card quotes. */
function ranges(card) {
  return quotes(card).map((a) => {
    const from = Number(a.hash.slice(2));
    return [from, from + count(a.textContent)];
  });
}

/** Looks at what the page holds; again when a part of a long report has come. */
function learn() {
  pieces = words ? [...words.querySelectorAll(PIECES)] : [];
  let last = 0;
  for (const piece of pieces) {
    const from = piece.id ? Number(piece.id.slice(1)) : last;
    last = from + count(piece.textContent);
    starts.set(piece, from);
    ends.set(piece, last);
  }
  const all = document.querySelectorAll(".cards > li[id], .cards ol > li[id]");
  cards = [...all].map((card) => ({ card, ranges: ranges(card) }));
  // what has a page of its own is a link where it is named first
  for (const link of document.querySelectorAll('.cards li > a:not([href^="#"])')) titles.set(link.textContent, link);
}

learn();
const size = ({ ranges }) => Math.min(...ranges.map(([from, to]) => to - from));

/** The facts whose words hold this piece, the shortest first. */
function factsAt(piece) {
  const from = start(piece), to = ends.get(piece);
  return cards
    .filter((c) => c.ranges.some(([a, b]) => a <= from && to <= b))
    .sort((one, other) => size(one) - size(other));
}

/** Marks the words of a card; the piece with which they begin. */
function mark(found) {
  for (const piece of pieces) {
    piece.classList.remove("on");
    if (!piece.className) piece.removeAttribute("class"); // without a class: a measure
  }
  const on = pieces.filter((piece) => found.some(([a, b]) => a <= start(piece) && ends.get(piece) <= b));
  for (const piece of on) piece.classList.add("on");
  return on[0];
}

function show(piece, chosen) {
  const facts = factsAt(piece);
  if (!facts.length) return;
  const first = chosen ?? facts[0];
  mark(first.ranges);
  const list = document.createElement("ol");
  for (const { card } of facts) {
    const copy = alone(card);
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
    const small = copy.querySelector("small") ?? copy.appendChild(document.createElement("small"));
    const add = (href, text) => small.append(" ", Object.assign(document.createElement("a"), { href, textContent: text }));
    if (!card.id.includes("/")) { // it has an address of its own
      add(`#${card.id}`, `#${card.id}`);
      if (panel.dataset.turtle) add(`${panel.dataset.turtle}#${card.id}`, "Turtle");
    }
    if (panel.dataset.iri && /^[a-z]+-[0-9a-f]{10}$/.test(card.id)) small.append(" ", copying(`${panel.dataset.iri}#${card.id}`));
    if (panel.dataset.cite && /^[fap]-/.test(card.id)) add(`${panel.dataset.cite}#${card.id}`, panel.dataset.cited);
    const source = panel.dataset.source; // where the text has no page of its own, its words are on this one
    for (const [from, to] of ranges(card)) add(source ? `${source}#char=${from},${to}` : `#t${from}`, `${panel.dataset.at} ${from}–${to}`);
    list.append(copy);
  }
  const head = document.createElement("header");
  const title = document.createElement("h2");
  title.textContent = panel.getAttribute("aria-label");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = panel.dataset.close;
  close.addEventListener("click", hide);
  head.append(title, close);
  panel.replaceChildren(head, list, usual(facts));
  panel.hidden = false;
  panel.scrollTop = 0;
  panel.opener = piece;
  if (getComputedStyle(panel).position === "fixed") { // over the text: the words must stay in sight
    const last = pieces.filter((p) => p.classList.contains("on")).at(-1) ?? piece;
    const hidden = last.getBoundingClientRect().bottom + 12 - panel.getBoundingClientRect().top;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
  }
  history.replaceState(null, "", `#${first.card.id}`);
}

/** A card as it stands by itself: with the name of its kind, without the cards within. */
function alone(card) {
  const copy = card.cloneNode(true);
  for (const inner of copy.querySelectorAll("ol")) inner.remove();
  if (!copy.querySelector("q")) for (const a of quotes(card)) copy.append(a.parentElement.cloneNode(true));
  copy.classList.add(kind(card));
  const title = [...copy.childNodes].find((node) => node.textContent.trim());
  const link = titles.get(title.textContent.trim());
  if (link && title.nodeName !== "A") title.replaceWith(link.cloneNode(true), " ");
  const name = byId(`show-${kind(card)}`)?.nextElementSibling?.textContent;
  if (name && !copy.querySelector("p > :is(a, i):first-child")) {
    const head = document.createElement("p");
    head.append(Object.assign(document.createElement("a"), { href: `#${card.id}`, textContent: name }));
    copy.prepend(head);
  }
  return copy;
}

/** What holds of these facts where their cards say nothing else, as it is said above the list. */
function usual(facts) {
  const all = document.getElementById("usual");
  if (!all) return "";
  const copy = all.cloneNode(true);
  const kinds = new Set(facts.map(({ card }) => kind(card)));
  copy.removeAttribute("id");
  for (const item of copy.querySelectorAll("li")) if (!kinds.has(item.dataset.usual)) item.remove();
  return copy.querySelector("li") ? copy : "";
}

/** A button that copies the lasting address of a fact. */
function copying(iri) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: panel.dataset.copy, title: iri });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(iri);
    button.textContent = panel.dataset.copied;
    setTimeout(() => (button.textContent = panel.dataset.copy), 2000);
  });
  return button;
}

function hide() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  mark([]);
  panel.opener?.focus({ preventScroll: true });
}

/** The fact that the address names: its words come into view, its card into the panel. */
function arrive() {
  const id = location.hash.slice(1);
  const named = id && byId(id)?.closest("li[id]"); // a former id stands within the card of what it is now
  const found = named && cards.find((c) => c.card === named);
  if (!found || !found.ranges.length) return;
  const first = mark(found.ranges);
  if (!first) return;
  first.scrollIntoView({ block: "center", behavior: "instant" });
  show(first, found);
}

words?.addEventListener("click", (event) => {
  const piece = event.target.closest(PIECES);
  if (!piece || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(piece);
  if (event.detail === 0 && !panel.hidden) { // chosen by key: its links are next, Esc leads back
    panel.tabIndex = -1;
    panel.focus({ preventScroll: true });
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#t"]');
  if (!link || words?.contains(link) || !/^#t\d+$/.test(link.getAttribute("href"))) return;
  const piece = byId(link.hash.slice(1));
  if (!piece) return;
  event.preventDefault();
  const from = Number(link.hash.slice(2));
  const range = [from, from + count(link.textContent)];
  const card = cards.find((c) => c.card.contains(link));
  piece.scrollIntoView({ block: "center" });
  show(piece, card ?? cards.find((c) => c.ranges.some(([a, b]) => a === range[0] && b === range[1])));
  mark([range]);
  piece.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector(":popover-open")) hide();
});

// a choice in the outline or the key closes it where it lies over the text
document.getElementById("outline")?.addEventListener("click", (event) => {
  const outline = event.currentTarget;
  if (event.target.closest("a") && outline.matches(":popover-open")) outline.hidePopover();
});

const today = new Date().toISOString().slice(0, 10);
for (const block of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = block.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent.replaceAll("引用日期", today));
    button.textContent = block.dataset.copied;
    setTimeout(() => (button.textContent = block.dataset.copy), 2000);
  });
  block.after(button);
}

// ------------------------------------------------------------------ the parts of a long report: the next one comes as the reader gets there

const nav = byId("parts");
const addresses = nav ? new Set([...nav.querySelectorAll("a[href]")].map((a) => a.pathname)) : new Set();
let next = nav?.querySelector("[aria-current]")?.closest("li").nextElementSibling;

/** The links of a part as they are written on this page. */
function led(page, address) {
  for (const link of page.querySelectorAll("main a[href]")) {
    const written = link.getAttribute("href");
    if (written.startsWith("#")) continue; // to what comes along
    const to = new URL(written, address);
    link.setAttribute("href", to.pathname === location.pathname && to.hash ? to.hash : to.href);
  }
}

async function follow() {
  const link = next?.querySelector("a");
  if (!link) return;
  const item = next;
  next = item.nextElementSibling;
  const waiting = Object.assign(document.createElement("small"), { textContent: ` ${nav.dataset.loading}` });
  item.append(waiting);
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    led(page, link.href);
    for (const mark of item.querySelectorAll("b[id]")) mark.remove();
    for (const id of ["words", "charts"]) byId(id).append(...page.getElementById(id).childNodes);
    byId("facts").append(...page.querySelectorAll("#facts > section"));
    learn();
    watch();
  } catch {
    next = null; // from a folder, or without the network: its link still leads there
  }
  waiting.remove();
}

const seen = nav && new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && follow(), { rootMargin: "800px" });
function watch() {
  seen.unobserve(nav);
  if (next) seen.observe(nav);
}
if (nav && location.protocol !== "file:") watch();

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link?.hash || nav?.contains(link) || !addresses.has(link.pathname)) return;
  const named = byId(decodeURIComponent(link.hash.slice(1)));
  if (!named || nav.contains(named) || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  event.preventDefault(); // its part is here already
  location.hash = link.hash;
});

// the browser itself scrolls to the card until all is loaded; then the words come into view
if (document.readyState === "complete") arrive();
else addEventListener("load", () => setTimeout(arrive));
// another address of the same page, typed or followed while it is open
addEventListener("hashchange", arrive);
