"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const characters = Array.from(data.text); // offsets count code points
  const decisions = new Map();
  const keyOf = (f) => [f.kind, f.prefix, f.quote, f.suffix, f.of].join("\u0001");
  const added = [];
  const kinds = Object.keys(data.kinds);
  let current = -1;
  let dirty = false;

  data.facts.forEach((f, i) => {
    f.index = i;
    f.quote = characters.slice(f.start, f.end).join("");
  });
  const orphanKeys = new Set(data.orphaned.map((o) => JSON.stringify(o)));
  data.known.forEach((k) => {
    if (orphanKeys.has(JSON.stringify(k))) return;
    if (k.decision === "add") added.push(k);
    else decisions.set(keyOf(k), k);
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

  const shown = (f) =>
    (!$("kind").value || f.kind === $("kind").value) &&
    (!$("grade").value || f.grade === $("grade").value) &&
    (!$("open").checked || !decisions.has(keyOf(f)));

  // The text is cut at every border of a fact; a piece shows the smallest fact over it.
  function paint() {
    const borders = new Set([0, characters.length]);
    data.facts.forEach((f) => borders.add(f.start).add(f.end));
    const marks = [...borders].sort((a, b) => a - b);
    const nodes = [];
    for (let i = 0; i + 1 < marks.length; i += 1) {
      const [start, end] = [marks[i], marks[i + 1]];
      const over = data.facts.filter((f) => f.start <= start && end <= f.end);
      const words = characters.slice(start, end).join("");
      if (!over.length) {
        nodes.push(document.createTextNode(words));
        continue;
      }
      over.sort((a, b) => a.end - a.start - (b.end - b.start) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
      const visible = over.filter(shown);
      const top = visible[0] || over[0];
      const mark = make("mark", {
        class: `${top.kind} ${top.grade}${visible.length ? "" : " dim"}${decisions.has(keyOf(top)) ? " decided" : ""}`,
        "data-facts": over.map((f) => f.index).join(" "),
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

  function tell(message = "") {
    const done = data.facts.filter((f) => decisions.has(keyOf(f))).length;
    $("progress").textContent = `${done} / ${data.facts.length} 已决定 decided${added.length ? `, ${added.length} 条补充 added` : ""}${dirty ? " · 尚未保存 not saved" : ""}${message ? ` · ${message}` : ""}`;
  }

  function open(over) {
    current = over[0].index;
    document.querySelectorAll("mark.current").forEach((m) => m.classList.remove("current"));
    document.querySelectorAll("mark").forEach((m) => {
      if ((m.dataset.facts || "").split(" ").includes(String(current))) m.classList.add("current");
    });
    $("panel").replaceChildren(...over.map(card));
  }

  function card(f) {
    const made = decisions.get(keyOf(f));
    const inputs = {};
    const rows = [];
    for (const [name, value] of Object.entries(f.values)) {
      const was = made && made.set && made.set[name] !== undefined ? made.set[name] : value;
      inputs[name] = make("input", { id: `${f.id}-${name}`, value: was, "data-field": name });
      rows.push(make("dt", {}, make("label", { for: `${f.id}-${name}` }, name)), make("dd", {}, inputs[name]));
    }
    const note = make("textarea", { rows: "2", id: `${f.id}-note`, "data-field": "note" });
    note.value = (made && made.note) || "";
    rows.push(make("dt", {}, make("label", { for: `${f.id}-note` }, "备注 note")), make("dd", {}, note));
    const decide = (decision) => {
      const row = { kind: f.kind, quote: f.quote, prefix: f.prefix, suffix: f.suffix, decision };
      if (f.of) row.of = f.of;
      if (note.value) row.note = note.value;
      if (decision === "correct") {
        row.set = {};
        for (const [name, input] of Object.entries(inputs)) {
          if (input.value !== f.values[name]) row.set[name] = input.value;
        }
        if (!Object.keys(row.set).length) {
          tell("没有改动 nothing was changed");
          return;
        }
      }
      decisions.set(keyOf(f), row);
      dirty = true;
      paint();
      open([f]);
    };
    const button = (decision, zh, en) =>
      make(
        "button",
        {
          type: "button",
          "data-decision": decision,
          "aria-pressed": String(Boolean(made && made.decision === decision)),
          onclick: () => decide(decision),
        },
        `${zh} ${en}`,
      );
    const buttons = [button("accept", "接受", "accept"), button("reject", "驳回", "reject")];
    if (Object.keys(inputs).length) buttons.splice(1, 0, button("correct", "更正", "correct"));
    if (made) {
      buttons.push(
        make(
          "button",
          {
            type: "button",
            onclick: () => {
              decisions.delete(keyOf(f));
              dirty = true;
              paint();
              open([f]);
            },
          },
          "撤销 undo",
        ),
      );
    }
    return make(
      "article",
      { class: `fact ${f.kind}`, id: `fact-${f.id}` },
      make("h2", {}, `${data.kinds[f.kind]} · ${f.id}`),
      make("p", {}, f.words),
      make(
        "dl",
        {},
        make("dt", {}, "规则 rule"),
        make("dd", {}, f.rule),
        make("dt", {}, "可信度 confidence"),
        make("dd", {}, f.grade),
        ...rows,
      ),
      make("div", { class: "buttons" }, ...buttons),
    );
  }

  function next() {
    const order = data.facts.filter((f) => shown(f) && !decisions.has(keyOf(f)));
    if (!order.length) {
      tell("没有了 none left");
      return;
    }
    const rank = { low: 0, medium: 1, high: 2, reviewed: 3 };
    const after = order.filter((f) => f.index > current);
    const f = (after.length ? after : [...order].sort((a, b) => rank[a.grade] - rank[b.grade] || a.index - b.index))[0];
    open([f]);
    const mark = [...document.querySelectorAll("mark")].find((m) => m.dataset.facts.split(" ").includes(String(f.index)));
    mark.scrollIntoView({ block: "center" });
    mark.focus();
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
      tell("先在原文中选取文字 select words in the text first");
      return;
    }
    const range = chosen.getRangeAt(0);
    const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    const choice = make("select", { id: "add-kind" }, ...data.addable.map((k) => make("option", { value: k }, data.kinds[k])));
    const value = make("input", { id: "add-value", placeholder: "数值 value" });
    const counted = make("input", { id: "add-counted", placeholder: "数的是什么 counted" });
    const quote = characters.slice(start, end).join("");
    $("panel").replaceChildren(
      make(
        "article",
        { class: "fact" },
        make("h2", {}, "补充 Add"),
        make("p", {}, quote),
        make("dl", {}, make("dt", {}, "种类 kind"), make("dd", {}, choice), make("dt", {}, "value"), make("dd", {}, value), make("dt", {}, "counted"), make("dd", {}, counted)),
        make(
          "div",
          { class: "buttons" },
          make(
            "button",
            {
              type: "button",
              id: "add-done",
              onclick: () => {
                const row = {
                  kind: choice.value,
                  quote,
                  prefix: characters.slice(Math.max(0, start - 12), start).join(""),
                  suffix: characters.slice(end, end + 12).join(""),
                  decision: "add",
                };
                if (choice.value === "observation") {
                  row.set = {};
                  if (value.value) row.set.value = value.value;
                  if (counted.value) row.set.counted = counted.value;
                }
                added.push(row);
                dirty = true;
                tell();
                $("panel").replaceChildren(make("p", {}, "已补充,保存后生效。 Added; it takes effect when saved."));
              },
            },
            "补充 add",
          ),
        ),
      ),
    );
  }

  async function save() {
    const rows = [...decisions.values(), ...added, ...data.orphaned];
    if (data.save) {
      try {
        const answer = await fetch(data.save, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(rows) });
        const told = await answer.json();
        if (!answer.ok) throw new Error(told.error);
        dirty = false;
        tell(`已保存到 saved to ${told.file}`);
      } catch (error) {
        tell(`没有保存 not saved: ${error.message}`);
      }
      return;
    }
    const lines = ["corrections:"];
    rows.forEach((row) => {
      lines.push(`- ${JSON.stringify(row)}`); // JSON is YAML
    });
    const link = make("a", { href: `data:application/yaml;charset=utf-8,${encodeURIComponent(`${lines.join("\n")}\n`)}`, download: "corrections.yaml" });
    link.click();
    dirty = false;
    tell("用 dashi-kg review FILE --apply corrections.yaml 存入 apply it with: dashi-kg review FILE --apply corrections.yaml");
  }

  Object.entries(data.kinds).forEach(([key, words]) => $("kind").append(make("option", { value: key }, words)));
  ["kind", "grade", "open"].forEach((id) => $(id).addEventListener("change", paint));
  $("next").addEventListener("click", next);
  $("add").addEventListener("click", add);
  $("save").addEventListener("click", save);
  $("filters").addEventListener("submit", (e) => e.preventDefault());
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const press = { a: "accept", r: "reject" }[e.key];
    if (e.key === "n") next();
    else if (e.key === "s") save();
    else if (press && current >= 0) document.querySelector(`#panel [data-decision=${press}]`)?.click();
    else return;
    e.preventDefault();
  });
  window.addEventListener("beforeunload", (e) => {
    if (dirty) e.preventDefault();
  });
  if (data.orphaned.length) {
    $("orphans").replaceChildren(
      make("h2", {}, "引文已对不上的更正 Corrections whose quote is no longer found"),
      make("p", {}, "引文已不在原文中,或不止一处;仍留在文件里,没有应用。 Their quotes are gone from the text, or not unique; they stay in the file and are not applied."),
      make("ul", {}, ...data.orphaned.map((o) => make("li", {}, `${o.decision} · ${data.kinds[o.kind]}: “${o.quote}”${o.note ? ` — ${o.note}` : ""}`))),
    );
  }
  paint();
})();
