// One item: its card with the fields that can be corrected.
function control(f, name, value) {
  const id = `${f.id}-${name}`;
  if (name === "indicator") {
    const list = data.lists.indicator;
    const label = Object.fromEntries(list.map(([key, words]) => [key, `${words} [${key}]`]));
    const input = make("input", { id, list: "indicators", value: label[value] || "", "data-field": name });
    return { node: input, read: () => (list.find(([key]) => label[key] === input.value) || [input.value])[0] };
  }
  const options = data.links.includes(name) ? data.references.map((words) => [words, words]) : data.lists[name];
  if (!options) {
    const input = make("input", { id, value, "data-field": name });
    return { node: input, read: () => input.value };
  }
  const select = make(
    "select",
    { id, "data-field": name },
    make("option", { value: "" }, say("nothing")),
    ...options.map(([key, words]) => make("option", { value: key }, words)),
  );
  select.value = value;
  if (select.selectedIndex < 0) {
    select.append(make("option", { value }, value));
    select.value = value;
  }
  return { node: select, read: () => select.value };
}

function fieldRow(id, label, node) {
  return [make("dt", {}, make("label", { for: id }, label)), make("dd", {}, node)];
}

function card(f) {
  const made = state.decisions.get(keyOf(f));
  const controls = {};
  const fields = [];
  for (const [name, value] of Object.entries(f.values)) {
    const was = made && made.set && made.set[name] !== undefined ? made.set[name] : value;
    controls[name] = control(f, name, was);
    fields.push(...fieldRow(`${f.id}-${name}`, data.fields[name] || name, controls[name].node));
  }
  const note = make("textarea", { rows: "2", id: `${f.id}-note`, "data-field": "note" });
  note.value = (made && made.note) || "";
  fields.push(...fieldRow(`${f.id}-note`, say("note"), note));
  const decide = (decision) => {
    const row = rowOf(f, decision, note.value);
    if (decision === "correct") {
      row.set = {};
      for (const [name, one] of Object.entries(controls)) {
        if (one.read() !== f.values[name]) row.set[name] = one.read();
      }
      if (!Object.keys(row.set).length) {
        tell(say("unchanged"));
        return;
      }
    }
    remember();
    state.decisions.set(keyOf(f), row);
    paint();
    open([f]);
  };
  const button = (decision) =>
    make(
      "button",
      {
        type: "button",
        "data-decision": decision,
        "aria-pressed": String(Boolean(made && made.decision === decision)),
        onclick: () => decide(decision),
      },
      data.decisions[decision],
    );
  const buttons = [button("accept"), button("reject")];
  if (Object.keys(controls).length) buttons.splice(1, 0, button("correct"));
  if (made) {
    const clear = () => {
      remember();
      state.decisions.delete(keyOf(f));
      paint();
      open([f]);
    };
    buttons.push(make("button", { type: "button", onclick: clear }, say("clear")));
  }
  return make(
    "article",
    { class: `item ${f.kind}`, id: `item-${f.id}` },
    make("h2", {}, `${data.kinds[f.kind]} · ${f.id}`),
    make("p", { lang: "zh" }, f.words),
    make(
      "dl",
      {},
      make("dt", {}, say("rule")),
      make("dd", {}, data.rules[f.rule] || f.rule, " ", make("small", {}, data.explained[f.rule] || "")),
      make("dt", {}, say("confidence")),
      make("dd", {}, data.grades[f.grade] || f.grade),
      ...fields,
    ),
    make("div", { class: "buttons" }, ...buttons),
  );
}

function open(over) {
  state.current = over[0].index;
  document.querySelectorAll("mark.current").forEach((m) => m.classList.remove("current"));
  marksOf(state.current).forEach((m) => m.classList.add("current"));
  $("panel").replaceChildren(...over.map(card));
}

function marksOf(index) {
  return [...document.querySelectorAll("mark")].filter((m) => m.dataset.items.split(" ").includes(String(index)));
}

// The next item that is not decided, or the one before; the least sure ones first when nothing is chosen.
function step(forward) {
  const order = data.facts.filter((f) => isShown(f) && !isDecided(f));
  if (!order.length) {
    tell(say("none_left"));
    return;
  }
  const rank = { low: 0, medium: 1, high: 2, reviewed: 3 };
  const rest = order.filter((f) => (forward ? f.index > state.current : f.index < state.current));
  const first = [...order].sort((a, b) => rank[a.grade] - rank[b.grade] || a.index - b.index)[0];
  const f = (forward ? rest[0] : rest[rest.length - 1]) || first;
  open([f]);
  const [mark] = marksOf(f.index);
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus();
  }
}

// Code points before a place in the text: selections count UTF-16 units.
function offset(node, at) {
  const range = document.createRange();
  range.setStart($("text"), 0);
  range.setEnd(node, at);
  return Array.from(range.toString()).length;
}

function add() {
  const chosen = window.getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !$("text").contains(chosen.anchorNode)) {
    tell(say("select_first"));
    return;
  }
  const range = chosen.getRangeAt(0);
  const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  const choice = make("select", { id: "add-kind" }, ...data.addable.map((k) => make("option", { value: k }, data.kinds[k])));
  const value = make("input", { id: "add-value" });
  const counted = make("input", { id: "add-counted" });
  const quote = characters.slice(start, end).join("");
  const done = () => {
    const around = { prefix: characters.slice(Math.max(0, start - 12), start), suffix: characters.slice(end, end + 12) };
    const row = { kind: choice.value, quote, prefix: around.prefix.join(""), suffix: around.suffix.join(""), decision: "add" };
    if (choice.value === "observation") {
      row.set = {};
      if (value.value) row.set.value = value.value;
      if (counted.value) row.set.counted = counted.value;
    }
    remember();
    state.added.push(row);
    tell();
    $("panel").replaceChildren(make("p", {}, say("added_hint")));
  };
  $("panel").replaceChildren(
    make(
      "article",
      { class: "item" },
      make("h2", {}, say("add")),
      make("p", { lang: "zh" }, quote),
      make(
        "dl",
        {},
        ...fieldRow("add-kind", say("kind"), choice),
        ...fieldRow("add-value", data.fields.value, value),
        ...fieldRow("add-counted", data.fields.counted, counted),
      ),
      make("div", { class: "buttons" }, make("button", { type: "button", id: "add-done", onclick: done }, say("add"))),
    ),
  );
}
