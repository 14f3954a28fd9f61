// The text with its items, filters, and keys.
// The text is cut at every border of an item; a piece shows the smallest item over it.
function paint() {
  const borders = new Set([0, characters.length]);
  data.facts.forEach((f) => borders.add(f.start).add(f.end));
  const marks = [...borders].sort((a, b) => a - b);
  const begins = [...data.facts].sort((a, b) => a.start - b.start);
  const nodes = [];
  let live = [];
  let at = 0;
  for (let i = 0; i + 1 < marks.length; i += 1) {
    const [start, end] = [marks[i], marks[i + 1]];
    while (at < begins.length && begins[at].start <= start) live.push(begins[at++]);
    live = live.filter((f) => f.end > start);
    const words = characters.slice(start, end).join("");
    if (!live.length) {
      nodes.push(document.createTextNode(words));
      continue;
    }
    const over = [...live].sort((a, b) => a.end - a.start - (b.end - b.start) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
    const visible = over.filter(isShown);
    const top = visible[0] || over[0];
    const mark = make("mark", {
      class: `${top.kind} ${top.grade}${visible.length ? "" : " dim"}${isDecided(top) ? " decided" : ""}`,
      "data-items": over.map((f) => f.index).join(" "),
      onclick: () => open(over),
    });
    if (top.start === start) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-label", `${data.kinds[top.kind]}: ${top.words}`);
      mark.addEventListener("keydown", (e) => {
        if (e.key === "Enter" || e.key === " ") {
          e.preventDefault();
          open(over);
        }
      });
    }
    mark.append(words);
    nodes.push(mark);
  }
  $("text").replaceChildren(...nodes);
  tell();
}

function acceptAll() {
  const open_ = data.facts.filter((f) => isShown(f) && !isDecided(f));
  if (!open_.length) {
    tell(say("none_left"));
    return;
  }
  remember();
  open_.forEach((f) => state.decisions.set(keyOf(f), rowOf(f, "accept")));
  paint();
  tell(say("accepted", open_.length));
}

function undo() {
  const done = goBack();
  paint();
  paintHead();
  if (done && state.current >= 0) open([data.facts[state.current]]);
  if (!done) tell(say("nothing_to_undo"));
}

const choices = (id, pairs) => $(id).append(...pairs.map(([key, words]) => make("option", { value: key }, words)));
const present = (name) => [...new Set(data.facts.map((f) => f[name]))].filter(Boolean);
choices("kind", Object.entries(data.kinds));
choices("grade", present("grade").map((key) => [key, data.grades[key] || key]));
choices("rule", present("rule").map((key) => [key, data.rules[key] || key]).sort((a, b) => a[1].localeCompare(b[1])));
choices("section", present("section").map((words) => [words, words]));
const indicators = data.lists.indicator.map(([key, words]) => make("option", { value: `${words} [${key}]` }));
document.body.append(make("datalist", { id: "indicators" }, ...indicators));
["kind", "grade", "rule", "section", "open"].forEach((id) => $(id).addEventListener("change", paint));
$("accept-all").addEventListener("click", acceptAll);
$("next").addEventListener("click", () => step(true));
$("previous").addEventListener("click", () => step(false));
$("undo").addEventListener("click", undo);
$("add").addEventListener("click", add);
$("save").addEventListener("click", save);
$("filters").addEventListener("submit", (e) => e.preventDefault());
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  const press = { a: "accept", r: "reject" }[e.key];
  if (e.key === "n") step(true);
  else if (e.key === "p") step(false);
  else if (e.key === "u") undo();
  else if (e.key === "s") save();
  else if (press && state.current >= 0) document.querySelector(`#panel [data-decision=${press}]`)?.click();
  else return;
  e.preventDefault();
});
window.addEventListener("beforeunload", (e) => {
  if (state.dirty) e.preventDefault();
});
if (data.orphaned.length) {
  $("orphans").replaceChildren(
    make("h2", {}, say("lost")),
    make("p", {}, say("lost_note")),
    make(
      "ul",
      {},
      ...data.lost.map((words) => make("li", {}, words)),
    ),
  );
}
paintHead();
paint();
