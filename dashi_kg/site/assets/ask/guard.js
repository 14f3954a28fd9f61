// What a query may not do: reach out, or change data. Decided on tokens of the SPARQL 1.1 grammar (section 19.8),
// as dashi_kg/query/guard.py does it, with the same two readings of escapes; the tests hold both to the same cases.

const ESCAPE = /\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g;
const W = "[\\p{L}\\p{M}\\p{N}_]";
const TOKEN = new RegExp(
  [
    '(?<iri><(?:[^\\x00-\\x20<>"{}|^`\\\\]|\\\\u[0-9A-Fa-f]{4}|\\\\U[0-9A-Fa-f]{8})*>)',
    "(?<comment>#[^\\n\\r]*)",
    '(?<string>"{3}(?:"{0,2}(?:[^"\\\\]|\\\\.))*"{3}|\'{3}(?:\'{0,2}(?:[^\'\\\\]|\\\\.))*\'{3}' +
      '|"(?:[^"\\\\\\n\\r]|\\\\.)*"|\'(?:[^\'\\\\\\n\\r]|\\\\.)*\')',
    `(?<variable>[?$]${W}+)`,
    `(?<name>[\\p{L}\\p{M}\\p{N}_.\\-]*:(?:[\\p{L}\\p{M}\\p{N}_\\-.:%]|\\\\.)*)`,
    "(?<number>\\d+\\.\\d*[eE][+-]?\\d+|\\.?\\d+[eE][+-]?\\d+|\\d*\\.\\d+|\\d+)",
    "(?<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
    `(?<word>[A-Za-z_]${W}*)`,
    "(?<other>\\s+|.)",
  ].join("|"),
  "gsu",
);
const UPDATES = new Set("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split(" "));
const FORMS = new Set("SELECT ASK CONSTRUCT DESCRIBE".split(" "));

export class Refused extends Error {
  constructor(key, detail = "") {
    super(key);
    this.key = key; // of the words of the page
    this.detail = detail;
  }
}

function unescaped(text) {
  return text.replace(ESCAPE, (whole, short, long) => {
    const code = parseInt(short || long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

// escapes: whether code point escapes are read before everything else; parsers differ.
export function tokens(text, escapes = true) {
  const plain = escapes ? unescaped(text) : text;
  const found = [];
  for (const match of plain.matchAll(TOKEN)) {
    const [kind, words] = Object.entries(match.groups).find(([, v]) => v !== undefined);
    if (kind !== "comment" && words.trim()) found.push({ kind, words, at: match.index });
  }
  return { plain, found };
}

// Whether any parser could see the keyword SERVICE: some take keywords off the front of a longer word.
function reachesOut(found) {
  return found.some(({ kind, words }, i) => {
    const upper = words.toUpperCase();
    if (kind === "word") return upper.includes("SERVICE");
    // SERVICEex:a { … } for SERVICE ex:a { … }; but GRAPH service:a { … } is a graph
    return kind === "name" && upper.startsWith("SERVICE") && found[i + 1]?.words === "{"
      && found[i - 1]?.words.toUpperCase() !== "GRAPH";
  });
}

// → { form, named }: the form of the query, and the graphs that FROM names (null: none).
export function checked(text) {
  const { found } = tokens(text, false);
  if (reachesOut(found) || (text.includes("\\") && reachesOut(tokens(text).found))) throw new Refused("refused_service");
  const words = found.filter((t) => t.kind === "word").map((t) => t.words.toUpperCase());
  const form = words.find((w) => UPDATES.has(w) || FORMS.has(w)) || "";
  if (UPDATES.has(form)) throw new Refused("refused_update", form);
  let named = null;
  if (words.includes("FROM")) {
    named = [];
    found.forEach((t, i) => {
      const next = found[i + 1];
      if (t.kind === "word" && ["FROM", "NAMED"].includes(t.words.toUpperCase()) && next?.kind === "iri")
        named.push(unescaped(next.words.slice(1, -1)));
    });
  }
  return { form, named };
}

// A SELECT without a LIMIT of its own gets one, so that a careless question cannot fill the memory.
export function limited(text, most) {
  const { plain, found } = tokens(text);
  if (plain !== text) return text; // positions would not fit
  let depth = 0;
  let values = -1;
  for (const t of found) {
    if (t.kind === "other" && "{(".includes(t.words)) depth += 1;
    else if (t.kind === "other" && "})".includes(t.words)) depth -= 1;
    else if (t.kind === "word" && depth === 0) {
      const word = t.words.toUpperCase();
      if (word === "LIMIT") return text;
      if (word === "VALUES") values = t.at;
    }
  }
  if (values < 0) return `${text}\nLIMIT ${most}`;
  return `${text.slice(0, values)}\nLIMIT ${most}\n${text.slice(values)}`;
}
