// The editor: yasqe over the textarea of the page; where it cannot be loaded, the textarea serves.
// Everything of yasqe that reaches out, stores or shares is off: it only edits and colours.

import { config, h, w } from "./terms.js";

export class Editor {
  constructor(area, { run, changed }) {
    this.area = area;
    this.changed = changed;
    area.addEventListener("input", () => changed());
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    });
    this.run = run;
  }

  get text() {
    return this.yasqe ? this.yasqe.getValue() : this.area.value;
  }

  set text(value) {
    this.silent = true;
    this.area.value = value;
    this.yasqe?.setValue(value);
    this.silent = false;
  }

  async dress() {
    try {
      await script(config.vendor.yasqe);
    } catch {
      return; // the textarea is enough
    }
    const place = h("div", { class: "editor" });
    this.area.after(place);
    const keys = { "Ctrl-Enter": this.run, "Cmd-Enter": this.run, Tab: false, "Shift-Tab": false };
    this.yasqe = new window.Yasqe(place, {
      value: this.area.value,
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: undefined,
      createShortLink: undefined,
      showQueryButton: false,
      queryingDisabled: w.run,
      requestConfig: { endpoint: config.root },
      autocompleters: ["variables"],
      prefixCcApi: null,
      collapsePrefixesOnLoad: false,
      syntaxErrorCheck: false, // it knows none of our prefixes, and its tooltips carry styles that the policy forbids
      resizeable: false,
      editorHeight: "auto",
      lineWrapping: true,
      viewportMargin: Infinity,
      inputStyle: "contenteditable", // phones and screen readers
      screenReaderLabel: w.query_text,
      extraKeys: { ...window.Yasqe.defaults.extraKeys, ...keys },
    });
    this.yasqe.setValue(this.area.value);
    this.area.hidden = true;
    document.querySelector(`label[for=${this.area.id}]`).addEventListener("click", () => this.yasqe.focus());
    this.yasqe.on("change", () => {
      this.area.value = this.yasqe.getValue();
      if (!this.silent) this.changed();
    });
  }

  // Where the text leaves the grammar of SPARQL 1.1, by the editor's own grammar, with our prefixes declared:
  // { line, column, found, expected } or null. It says more plainly than the engine what would fit.
  syntax() {
    if (!this.yasqe) return null;
    const mode = this.yasqe.getMode();
    const state = mode.startState();
    Object.assign(state.prefixes, config.prefixes);
    for (const [i, line] of this.text.split("\n").entries()) {
      const stream = new window.Yasqe.StringStream(line, 2);
      while (!stream.eol()) {
        stream.start = stream.pos;
        mode.token(stream, state);
        if (state.OK) continue;
        const place = { line: i + 1, column: stream.start + 1, found: stream.current() };
        const unknown = /^Prefix '(.*)' is not defined$/.exec(state.errorMsg ?? "");
        return { ...place, prefix: unknown?.[1], expected: unknown ? [] : plainly(state.possibleCurrent) };
      }
    }
    return null;
  }

  // To a place that an error names; both from 1.
  point(line, column) {
    if (this.yasqe) {
      this.yasqe.setCursor({ line: line - 1, ch: column - 1 });
      this.yasqe.focus();
      return;
    }
    const before = this.area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.area.focus();
    this.area.setSelectionRange(before + column - 1, before + column);
  }
}

const TERMINALS = [[/^VAR/, "variable"], [/^(IRI|PNAME)/, "IRI"], [/^STRING/, "string"], [/^(INTEGER|DECIMAL|DOUBLE)/, "number"]];
const REMOTE = ["SERVICE", "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "ADD", "MOVE", "COPY", "CREATE", "WITH", "$", "NIL", "ANON", "BLANK_NODE_LABEL"];

// The terminals of the grammar as readers know them; what is refused anyway is not offered.
function plainly(terminals) {
  const said = terminals
    .filter((t) => !REMOTE.includes(t))
    .map((t) => { const word = TERMINALS.find(([test]) => test.test(t))?.[1]; return word ? w[`t_${word}`] : t; });
  const once = [...new Set(said)];
  return once.length > 10 ? [...once.slice(0, 10), "…"] : once;
}

function script(address) {
  return new Promise((resolve, reject) => {
    document.head.append(h("script", { src: address, onload: resolve, onerror: reject }));
  });
}
